import { compareArrayValues, compareDataFrameStructures, type DataFrame } from '@grafana/data';
import { useRef } from 'react';

/** A number that grows only when the frames' fields change, so that new rows do not rebuild what shows them. */
export function useStructureRev(frames: DataFrame[]): number {
  const seen = useRef<{ frames: DataFrame[]; rev: number }>({ frames, rev: 1 });
  if (seen.current.frames !== frames) {
    const same = compareArrayValues(frames, seen.current.frames, compareDataFrameStructures);
    seen.current = { frames, rev: seen.current.rev + (same ? 0 : 1) };
  }
  return seen.current.rev;
}
