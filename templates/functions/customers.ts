import { anyPlace, type Place } from './places.js';
import { pick, type Random, whole } from './random.js';
import type { State } from './states.js';
import { familyNames, givenNames, jobs, mailHosts, streets, streetTypes, trades } from './words.js';

/** A record of the customer stream, as it is sent. */
export interface Customer {
  userid: number;
  username: string;
  name: string;
  sex: 'F' | 'M';
  mail: string;
  company: string;
  job: string;
  /** `YYYY-MM-DD` */
  birthdate: string;
  /** e.g. `12 Wattle Street, Fremantle WA 6160`; at most 100 characters. */
  address: string;
  suburb: string;
  state: State;
  postcode: string;
  latitude: number;
  longitude: number;
}

/** A new customer, living where Australians live. @param time epoch ms: nobody is under 18 then */
export function newCustomer(random: Random, userid: number, time: number): Customer {
  const sex = random() < 0.5 ? 'F' : 'M';
  const given = pick(random, givenNames[sex]);
  const family = pick(random, familyNames);
  const place = anyPlace(random);
  const username = `${given}.${family}${userid % 1000}`.toLowerCase().replace(/[^a-z0-9.]/g, '');
  const daysOld = whole(random, 19 * 366, 80 * 365);
  return {
    userid,
    username,
    name: `${given} ${family}`,
    sex,
    mail: `${username}@${pick(random, mailHosts)}`,
    company: `${pick(random, familyNames)} ${pick(random, trades)}`,
    job: pick(random, jobs),
    birthdate: new Date(time - daysOld * 86_400_000).toISOString().slice(0, 10),
    address: addressIn(random, place),
    suburb: place.suburb,
    state: place.state,
    postcode: place.postcode,
    latitude: place.latitude,
    longitude: place.longitude,
  };
}

/** A street address in a place. */
export function addressIn(random: Random, place: Place): string {
  const unit = random() < 0.2 ? `${whole(random, 1, 40)}/` : '';
  const street = `${pick(random, streets)} ${pick(random, streetTypes)}`;
  return `${unit}${whole(random, 1, 320)} ${street}, ${place.suburb} ${place.state} ${place.postcode}`;
}
