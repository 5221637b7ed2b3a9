-- title: Ask how the training goes
-- kind: explore
-- needs: delay-model
-- why: The state goes from TRAINING to READY; the validation metric is the share of rows, kept back from training, that it gets wrong.

SHOW MODEL consignment_delay;
