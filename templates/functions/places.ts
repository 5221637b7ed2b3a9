import { pickWeighted, type Random } from './random.js';
import { population, type State, states } from './states.js';

/** A suburb or town with its postcode, the coordinates of its middle, and how much of its state's people it stands for. */
export interface Place {
  suburb: string;
  state: State;
  postcode: string;
  latitude: number;
  longitude: number;
  weight: number;
}

/** Suburb, postcode, latitude, longitude, weight; a weight of 10 is a large suburb or a regional city. */
const table: Record<State, string> = {
  ACT: `Canberra City,2601,-35.281,149.129,6;Belconnen,2617,-35.238,149.066,9;Gungahlin,2912,-35.186,149.135,9;Woden,2606,-35.345,149.086,5;Tuggeranong,2900,-35.415,149.066,7;Kingston,2604,-35.315,149.141,3;Dickson,2602,-35.251,149.140,4;Weston,2611,-35.340,149.058,3;Fyshwick,2609,-35.326,149.169,2`,
  NSW: `Sydney,2000,-33.868,151.209,10;Parramatta,2150,-33.815,151.003,10;Blacktown,2148,-33.769,150.906,10;Penrith,2750,-33.751,150.694,8;Liverpool,2170,-33.920,150.924,9;Campbelltown,2560,-34.065,150.814,8;Bankstown,2200,-33.917,151.035,8;Hornsby,2077,-33.703,151.099,6;Chatswood,2067,-33.797,151.183,6;Manly,2095,-33.797,151.286,4;Bondi,2026,-33.891,151.274,5;Newtown,2042,-33.898,151.179,4;Randwick,2031,-33.914,151.241,6;Hurstville,2220,-33.967,151.102,6;Cronulla,2230,-34.055,151.152,4;Castle Hill,2154,-33.732,151.004,6;Newcastle,2300,-32.928,151.782,8;Maitland,2320,-32.733,151.554,4;Gosford,2250,-33.426,151.342,6;Wollongong,2500,-34.425,150.893,8;Albury,2640,-36.081,146.916,3;Wagga Wagga,2650,-35.108,147.360,3;Tamworth,2340,-31.093,150.932,2;Dubbo,2830,-32.243,148.605,2;Orange,2800,-33.284,149.100,2;Bathurst,2795,-33.420,149.577,2;Coffs Harbour,2450,-30.296,153.114,3;Port Macquarie,2444,-31.431,152.909,3;Lismore,2480,-28.814,153.277,1;Broken Hill,2880,-31.957,141.465,1`,
  NT: `Darwin City,0800,-12.463,130.844,6;Casuarina,0810,-12.376,130.882,8;Palmerston,0830,-12.486,130.983,8;Nightcliff,0810,-12.384,130.850,4;Humpty Doo,0836,-12.574,131.103,2;Katherine,0850,-14.465,132.264,3;Tennant Creek,0860,-19.649,134.190,1;Alice Springs,0870,-23.698,133.881,7`,
  QLD: `Brisbane City,4000,-27.470,153.025,9;Fortitude Valley,4006,-27.457,153.034,4;Chermside,4032,-27.386,153.031,6;Indooroopilly,4068,-27.500,152.975,5;Carindale,4152,-27.505,153.102,5;Mount Gravatt,4122,-27.540,153.080,6;Ipswich,4305,-27.614,152.760,7;Logan Central,4114,-27.641,153.109,8;Redcliffe,4020,-27.230,153.106,4;Caboolture,4510,-27.085,152.951,5;Surfers Paradise,4217,-28.003,153.430,7;Southport,4215,-27.967,153.400,7;Coolangatta,4225,-28.169,153.537,3;Robina,4226,-28.070,153.383,5;Maroochydore,4558,-26.655,153.090,5;Noosa Heads,4567,-26.394,153.090,2;Toowoomba,4350,-27.560,151.954,6;Bundaberg,4670,-24.866,152.349,4;Hervey Bay,4655,-25.290,152.839,3;Gladstone,4680,-23.843,151.256,2;Rockhampton,4700,-23.378,150.510,4;Mackay,4740,-21.142,149.186,4;Townsville,4810,-19.259,146.817,6;Cairns,4870,-16.919,145.778,6;Mount Isa,4825,-20.726,139.493,1;Longreach,4730,-23.440,144.250,1`,
  SA: `Adelaide,5000,-34.929,138.601,7;Glenelg,5045,-34.980,138.515,5;Norwood,5067,-34.921,138.631,4;Port Adelaide,5015,-34.846,138.503,4;Salisbury,5108,-34.764,138.643,8;Elizabeth,5112,-34.717,138.671,5;Modbury,5092,-34.833,138.683,6;Marion,5043,-35.005,138.556,6;Noarlunga Centre,5168,-35.140,138.497,6;Unley,5061,-34.951,138.607,4;Mount Barker,5251,-35.067,138.859,3;Gawler,5118,-34.598,138.749,2;Murray Bridge,5253,-35.120,139.273,2;Mount Gambier,5290,-37.829,140.783,2;Whyalla,5600,-33.033,137.565,2;Port Lincoln,5606,-34.732,135.858,1;Port Augusta,5700,-32.493,137.773,1;Coober Pedy,5723,-29.014,134.754,1`,
  TAS: `Hobart,7000,-42.882,147.327,7;Sandy Bay,7005,-42.900,147.325,3;Glenorchy,7010,-42.833,147.276,6;Kingston,7050,-42.977,147.309,4;Rosny Park,7018,-42.868,147.369,4;Launceston,7250,-41.439,147.135,7;Devonport,7310,-41.177,146.351,3;Burnie,7320,-41.052,145.904,3;Ulverstone,7315,-41.158,146.171,1;Huonville,7109,-43.031,147.049,1;George Town,7253,-41.104,146.827,1`,
  VIC: `Melbourne,3000,-37.814,144.963,10;Richmond,3121,-37.823,144.998,5;St Kilda,3182,-37.864,144.982,5;Brunswick,3056,-37.767,144.960,5;Footscray,3011,-37.800,144.900,5;Essendon,3040,-37.752,144.910,5;Box Hill,3128,-37.819,145.122,6;Glen Waverley,3150,-37.878,145.165,6;Dandenong,3175,-37.987,145.215,8;Frankston,3199,-38.144,145.123,7;Cranbourne,3977,-38.110,145.283,7;Pakenham,3810,-38.071,145.488,6;Ringwood,3134,-37.814,145.229,6;Preston,3072,-37.741,145.000,6;Epping,3076,-37.650,145.030,7;Sunshine,3020,-37.788,144.833,6;Werribee,3030,-37.900,144.660,8;Craigieburn,3064,-37.600,144.942,7;Melton,3337,-37.683,144.583,5;Geelong,3220,-38.150,144.361,8;Ballarat Central,3350,-37.562,143.850,4;Bendigo,3550,-36.757,144.279,4;Shepparton,3630,-36.381,145.399,2;Wodonga,3690,-36.121,146.888,1;Mildura,3500,-34.185,142.163,2;Warrnambool,3280,-38.383,142.485,1;Traralgon,3844,-38.195,146.540,2`,
  WA: `Perth,6000,-31.951,115.861,8;Fremantle,6160,-32.056,115.747,4;Joondalup,6027,-31.745,115.768,8;Wanneroo,6065,-31.750,115.803,7;Scarborough,6019,-31.894,115.762,4;Subiaco,6008,-31.949,115.827,3;Morley,6062,-31.888,115.906,6;Midland,6056,-31.889,116.010,5;Cannington,6107,-32.017,115.934,6;Armadale,6112,-32.153,116.014,6;Rockingham,6168,-32.277,115.730,7;Mandurah,6210,-32.529,115.723,5;Bunbury,6230,-33.327,115.641,3;Busselton,6280,-33.653,115.346,2;Albany,6330,-35.023,117.881,2;Kalgoorlie,6430,-30.749,121.466,2;Geraldton,6530,-28.774,114.615,2;Karratha,6714,-20.736,116.846,1;Port Hedland,6721,-20.312,118.611,1;Broome,6725,-17.962,122.236,1`,
};

export const places: Record<State, Place[]> = Object.fromEntries(
  states.map((state) => [
    state,
    table[state].split(';').map((line): Place => {
      const [suburb = '', postcode = '', latitude, longitude, weight] = line.split(',');
      return {
        suburb,
        state,
        postcode,
        latitude: Number(latitude),
        longitude: Number(longitude),
        weight: Number(weight),
      };
    }),
  ]),
) as Record<State, Place[]>;

/** A place anywhere in Australia as a parcel finds it: by where people live. */
export function anyPlace(random: Random): Place {
  return placeIn(
    random,
    pickWeighted(random, states, (state) => population[state]),
  );
}

export function placeIn(random: Random, state: State): Place {
  return pickWeighted(random, places[state], (place) => place.weight);
}

const EARTH_RADIUS_KM = 6371;

/** Kilometres along the great circle (haversine formula), to a tenth. */
export function greatCircle(
  from: { latitude: number; longitude: number },
  to: { latitude: number; longitude: number },
): number {
  const radians = Math.PI / 180;
  const north = Math.sin(((to.latitude - from.latitude) * radians) / 2) ** 2;
  const east = Math.sin(((to.longitude - from.longitude) * radians) / 2) ** 2;
  const across = Math.cos(from.latitude * radians) * Math.cos(to.latitude * radians);
  return Math.round(20 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(north + across * east))) / 10;
}
