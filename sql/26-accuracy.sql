-- title: Compare predicted with reported
-- kind: explore
-- needs: predicted-consignments
-- why: Along each row, what was predicted for the consignments reported so; the last column is the share that agrees, in percent.

SELECT delay_probability AS reported,
SUM(CASE WHEN predicted_delay = 'LOW' THEN 1 ELSE 0 END) AS predicted_low,
SUM(CASE WHEN predicted_delay = 'MEDIUM' THEN 1 ELSE 0 END) AS predicted_medium,
SUM(CASE WHEN predicted_delay = 'HIGH' THEN 1 ELSE 0 END) AS predicted_high,
COUNT(*) AS predicted,
ROUND(100.0 * SUM(CASE WHEN predicted_delay = delay_probability THEN 1 ELSE 0 END) / COUNT(*), 1) AS agree_percent
FROM consignments
WHERE predicted_delay IS NOT NULL
GROUP BY delay_probability
ORDER BY CASE delay_probability WHEN 'LOW' THEN 0 WHEN 'MEDIUM' THEN 1 WHEN 'HIGH' THEN 2 ELSE 3 END;
