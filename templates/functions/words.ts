/** What names and addresses are made of. */
const list = (text: string) => text.split(' ');

export const givenNames = {
  F: list(
    'Charlotte Amelia Olivia Isla Mia Ava Grace Matilda Ella Chloe Ruby Zoe Sienna Evie Harper Priya Mei Linh Aaliyah Sofia Giulia Kirra Jedda Hannah Emma Sarah Jessica Lauren Georgia Tahlia',
  ),
  M: list(
    'Oliver Noah Jack Leo William Henry Lucas Thomas Charlie Theodore Levi Archie Hudson Arjun Wei Minh Omar Mateo Luca Jarrah Koa Liam James Ethan Cooper Lachlan Angus Hamish Declan Finn',
  ),
};

export const familyNames = list(
  "Smith Jones Williams Brown Wilson Taylor Nguyen Johnson Martin White Anderson Walker Thompson Thomas Lee Harris Ryan Robinson Kelly King Davis Wright Evans Roberts Green Hall Wood Jackson Clarke Patel Khan Chen Wang Singh Kumar Papadopoulos Rossi O'Brien Murphy Campbell Mitchell Stewart Edwards Morgan Cooper Murray Tran Pham",
);

export const streets = list(
  'George Victoria Albert Elizabeth King Queen William Church High Station Railway Park Bridge Hill Ocean Wattle Banksia Acacia Grevillea Waratah Eucalyptus Jacaranda Macquarie Flinders Sturt Oxley Bourke Collins Lonsdale Kooyong',
);

export const streetTypes = list(
  'Street Street Street Road Road Avenue Avenue Court Crescent Drive Place Lane Parade',
);

export const trades = list(
  'Hardware Bakery Motors Pharmacy Nursery Timber Cycles Books Vineyards Electrical Plumbing Surf',
);

export const jobs = list(
  'Electrician Nurse Teacher Chef Grazier Accountant Carpenter Engineer Winemaker Midwife Geologist Barista Architect Plumber',
);

export const mailHosts = list('example.com.au example.net.au example.org.au');
