import { defaultName, defaultRegion, type TargetKind, type WorkshopConfig } from '../config.js';
import { awsCredentialsSeen } from '../target/resolve.js';
import { answer, type Question } from './answers.js';

/** Flags as they were typed; absent means not given. */
export interface WorkshopFlags {
  name?: string;
  region?: string;
  profile?: string;
  target?: string;
  yes?: boolean;
  json?: boolean;
}

const nameQuestion: Question<string> = {
  flag: '--name',
  environment: 'WORKSHOP_NAME',
  words: 'Name of the workshop',
  fallback: defaultName,
  validate: (value) =>
    (value.length <= 24 && /^[a-z](-?[a-z0-9])*$/.test(value)) ||
    "A name has at most 24 letters: a-z, 0-9 and single '-', the first a letter, the last no '-'.",
  example: 'room-7',
};

const regionQuestion: Question<string> = {
  flag: '--region',
  environment: 'AWS_REGION',
  words: 'AWS Region',
  fallback: process.env.AWS_DEFAULT_REGION || defaultRegion,
  validate: (value) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(value) || 'That is no AWS Region.',
  example: 'us-east-1',
};

const targetQuestion: Question<TargetKind> = {
  flag: '--target',
  environment: 'WORKSHOP_TARGET',
  words: 'Where shall it run?',
  // Nobody asked and nobody said 'aws': then nothing that costs money is begun.
  fallback: 'local',
  choices: [
    {
      value: 'local',
      name: 'On this computer',
      description: 'No AWS account, costs nothing, ready in seconds',
    },
    {
      value: 'aws',
      name: 'In my AWS account',
      description: 'The real thing: about ten minutes and less than a dollar an hour',
    },
  ],
  validate: (value) => value === 'aws' || value === 'local' || "It is 'aws' or 'local'.",
  example: 'local',
};

/** The workshop that the flags mean; asks nothing. */
export async function workshopOf(flags: WorkshopFlags): Promise<WorkshopConfig> {
  return resolve(flags, false);
}

/** As workshopOf, and asks for what is missing when someone can be asked. */
export async function askWorkshop(flags: WorkshopFlags, interactive: boolean): Promise<WorkshopConfig> {
  return resolve(flags, interactive);
}

async function resolve(flags: WorkshopFlags, interactive: boolean): Promise<WorkshopConfig> {
  const name = await answer(nameQuestion, flags.name, false);
  // With no credentials there is nothing to choose.
  const askTarget = interactive && awsCredentialsSeen();
  const target = await answer(targetQuestion, flags.target, askTarget);
  const region = await answer(regionQuestion, flags.region, interactive && target === 'aws');
  return { name, region, target, ...(flags.profile ? { profile: flags.profile } : {}) };
}
