/** How a person of the demo is known to the others. */
export interface Part {
  readonly key: string;
  readonly name: string;
  /** What they are, as the lines say it. */
  readonly as: string;
  /** Day of birth, of clients. */
  readonly born?: string;
}

const part = (key: string, name: string, as: string): Part => ({ key, name, as });

/** Everybody who works at the agency, with the roles they are given. */
export const STAFF: readonly (Part & { readonly roles: readonly string[] })[] = [
  { ...part('manager', 'Margit Ferenczi', 'manager'), roles: ['manager'] },
  { ...part('desk', 'Fern Okafor', 'front desk'), roles: ['front-desk'] },
  { ...part('orla', 'Orla Penninck', 'front desk'), roles: ['front-desk'] },
  { ...part('auditor', 'Aurelio Costa', 'auditor'), roles: ['auditor'] },
  { ...part('ivo', 'Ivo Sarkissian', 'privacy officer'), roles: ['privacy-officer'] },
  { ...part('cora', 'Cora Whitfield', 'complaints officer'), roles: ['complaints-officer'] },
  { ...part('odile', 'Odile Marchetti', 'complaints officer'), roles: ['complaints-officer'] },
  { ...part('naomi', 'Naomi Sandoval', 'therapist, supervisor'), roles: ['therapist', 'supervisor'] },
  { ...part('tomas', 'Tomas Lindqvist', 'therapist'), roles: ['therapist'] },
  { ...part('quill', 'Quill Abernathy', 'therapist, qualifying'), roles: ['therapist'] },
  { ...part('rhea', 'Rhea Kowalczyk', 'therapist'), roles: ['therapist'] },
  { ...part('ottoline', 'Ottoline Breckenridge', 'therapist'), roles: ['therapist'] },
  { ...part('desmond', 'Desmond Achterberg', 'therapist, social worker'), roles: ['therapist'] },
];

/** The first privacy officer, who was there before the others. */
export const OFFICER = part('officer', 'Priya Nandakumar', 'privacy officer');

/** Children, whose record is kept until long after they are of age; everybody else is grown up. */
const BORN: Readonly<Record<string, string>> = { tobias: '2012-04-18', tove: '2016-09-03' };
const bornOf = (key: string, i: number): string =>
  BORN[key] ?? `${1_956 + ((i * 7) % 47)}-0${1 + (i % 9)}-1${(i * 3) % 10}`;

/** The clients; none of their names may ever stand in a file. */
export const CLIENTS: readonly Part[] = [
  ['wilma', 'Wilhelmina Quackenbush'],
  ['osric', 'Osric Vandermolen'],
  ['petra', 'Petra Zimmerlin'],
  ['bram', 'Bram Oudekerk'],
  ['saoirse', 'Saoirse Fitzmorrow'],
  ['hollis', 'Hollis Brandywine'],
  ['mirela', 'Mirela Popovicescu'],
  ['teodor', 'Teodor Nyhavnsen'],
  ['yuki', 'Yuki Hoshizawara'],
  ['casimir', 'Casimir Drzewiecki'],
  ['leontyne', 'Leontyne Abbotsworth'],
  ['ines', 'Ines Calderwhite'],
  ['julian', 'Julian Calderwhite'],
  ['gudrun', 'Gudrun Halvarsdottir'],
  ['eskil', 'Eskil Halvarsson'],
  ['tove', 'Tove Eskilsdottir'],
  // From March on.
  ['anselm', 'Anselm Wetherington'],
  ['birgitta', 'Birgitta Lindenskiold'],
  ['cosmo', 'Cosmo Featherstonhaugh'],
  ['dagny', 'Dagny Thorvaldsen'],
  ['ewart', 'Ewart Plumbridge'],
  ['fenna', 'Fenna Wiersinga'],
  ['gaspard', 'Gaspard Montclairvaux'],
  ['hedda', 'Hedda Rosenkrantz'],
  ['isidore', 'Isidore Katzenellen'],
  ['jocasta', 'Jocasta Penhallow'],
  ['kerstin', 'Kerstin Oxenstierna'],
  ['lucian', 'Lucian Dragomirescu'],
  ['marguerite', 'Marguerite Desrochers'],
  ['nikolai', 'Nikolai Bezborodko'],
  ['oriel', 'Oriel Cholmondeley'],
  ['percival', 'Percival Threlkeld'],
  ['rosamund', 'Rosamund Kingscote'],
  ['silvan', 'Silvan Eichenberger'],
  ['theda', 'Theda Vanlandingham'],
  ['ulrich', 'Ulrich Schwarzwalder'],
  ['verena', 'Verena Stauffacher'],
  ['xanthe', 'Xanthe Papadimitriou'],
  ['zenobia', 'Zenobia Wolstenholme'],
  ['tobias', 'Tobias Harkenwell'],
].map(([key = '', name = ''], i) => ({ ...part(key, name, 'client'), born: bornOf(key, i) }));

/** Those who decide for a client, or did for a while. */
export const RELATIVES: readonly Part[] = [
  part('harkenwell', 'Wendeline Harkenwell', 'mother of a client'),
  part('kingscote', 'Ambrose Kingscote', 'husband of a client'),
];

/** Others whom the agency must know by an id: nobody signs in for them. */
export const OTHERS: readonly Part[] = [
  part('insurer', 'Northern Mutual, claims', 'insurer'),
  part('employer', 'Lakeside employee programme', 'employer programme'),
  part('lawyer', 'Harrow and Pike, barristers', 'lawyer'),
  part('clinic', 'Harbour Trauma Clinic', 'clinic'),
];

/** Somebody at the front desk from June on, who is not trained on the first day. */
export const NEWCOMER = part('marit', 'Marit Vanhoutte', 'front desk');

/** An investigator of the College, let in for one case. */
export const INVESTIGATOR = part('thibodeau', 'Lionel Thibodeaux', 'College investigator');

/** Somebody who asked long ago and never came: an old file of paper. */
export const FORMER: Part = { ...part('aldous', 'Aldous Fairweather-Quint', 'former client'), born: '1978-05-14' };

/** Registrations that look like those of clients: one is, under another name; two are of somebody else. */
export const ALIKE = {
  'fenna anew': {
    ...part('fenna anew', 'Fenna Haverkampf', 'client'),
    born: CLIENTS.find(({ key }) => key === 'fenna')?.born ?? '',
  },
  'brother of birgitta': { ...part('brother of birgitta', 'Birger Lindenskiold', 'client'), born: '1969-11-02' },
  'son of ewart': { ...part('son of ewart', 'Ewart Plumbridge', 'client'), born: '1994-03-27' },
} as const satisfies Readonly<Record<string, Part>>;

/** One weekly place in the calendar. */
export interface Weekly {
  readonly key: string;
  readonly kind: 'individual' | 'couple' | 'family' | 'group';
  readonly participants: readonly string[];
  readonly therapist: string;
  /** Local starts, in order; the first is booked at intake. */
  readonly starts: readonly string[];
}

const starts = (time: string, ...days: readonly number[]): readonly string[] =>
  days.map((day) => `2026-02-${String(day).padStart(2, '0')}T${time}`);
const alone = (key: string, therapist: string, times: readonly string[]): Weekly => ({
  key,
  kind: 'individual',
  participants: [key],
  therapist,
  starts: times,
});

/** Every case of the month and when it meets. */
export const WEEKS: readonly Weekly[] = [
  alone('wilma', 'naomi', starts('09:00', 3, 10, 17, 24)),
  alone('osric', 'naomi', starts('11:00', 3, 10, 17, 24)),
  alone('mirela', 'naomi', starts('14:00', 4, 11, 18, 25)),
  alone('petra', 'tomas', starts('10:00', 5, 12, 19, 26)),
  alone('saoirse', 'tomas', starts('13:00', 4, 11)),
  alone('bram', 'tomas', starts('15:00', 4, 11, 18, 25)),
  alone('teodor', 'quill', starts('10:00', 6, 13, 20, 27)),
  alone('yuki', 'quill', starts('13:00', 6, 13, 20, 27)),
  alone('hollis', 'rhea', starts('10:00', 4, 11, 18, 25)),
  alone('casimir', 'rhea', starts('13:00', 4, 11, 18, 25)),
  alone('leontyne', 'rhea', starts('09:00', 5, 12, 19, 26)),
  {
    key: 'couple',
    kind: 'couple',
    participants: ['ines', 'julian'],
    therapist: 'rhea',
    starts: starts('16:00', 5, 12, 19, 26),
  },
  {
    key: 'family',
    kind: 'family',
    participants: ['gudrun', 'eskil', 'tove'],
    therapist: 'naomi',
    starts: starts('15:00', 6, 13, 20, 27),
  },
];
