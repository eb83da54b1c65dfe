import { EMERGENCY } from '../../application/access/deciding.js';
import { PURPOSE_OF_ROLE } from '../../application/access/matrix.js';
import { CAPACITIES, COLUMNS, FLAGS, LOCKS, PLACES, REACHES, TARGETS } from '../../application/access/situation.js';
import { ACTIONS } from '../../application/actions/all.js';

/** Name under which a look across streams is decided, by the reach it has. */
const ACROSS = { 'see-everything-across': 'everything', 'see-skeleton-across': 'skeleton' } as const;

/** Groups of looks that see all there is of something, its content or not. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  'see-everything': ['everything'],
  'see-skeleton': ['skeleton'],
};

/** Every purpose somebody may come for. */
export const PURPOSES: readonly string[] = [
  ...new Set([...Object.values(PURPOSE_OF_ROLE), 'HOPERAT', EMERGENCY]),
].sort();

/** The groups that each action and each kind of look belongs to, by its name. */
const GROUPS_OF: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...Object.values(REACHES).map((look): [string, readonly string[]] => [look, ['look', ...(WHOLE[look] ?? [])]]),
  ...Object.entries(ACROSS).map(([look, reach]): [string, readonly string[]] => [look, ['look', reach]]),
  ...[...ACTIONS.values()].map(({ name, who }): [string, readonly string[]] => [
    name,
    ['act', ...who.map((one) => `by-${one}`)],
  ]),
]);

const quoted = (names: Iterable<string>): string => [...names].map((name) => JSON.stringify(name)).join(', ');
const oneOf = (type: string, names: Iterable<string>): string => `entity ${type} enum [${quoted(names)}];`;

/** Cedar's description of everything a policy may speak of, from the catalogue: what does not fit it never starts. */
export function cedarSchema(): string {
  const groups = [...new Set([...GROUPS_OF.values()].flat())].sort();
  const looks = new Set<string>([...Object.values(REACHES), ...Object.keys(ACROSS)]);
  const action = (name: string, of: readonly string[]): string =>
    `action ${quoted([name])} in [${quoted(of)}] appliesTo { principal: [Role], resource: [${looks.has(name) ? 'Column' : 'Target'}], context: Situation };`;
  return `${[
    '// Generated from the catalogue by `npm run docs`: change the source, not this file.',
    '// In what somebody comes; what is looked at; what an act is aimed at.',
    oneOf('Role', CAPACITIES),
    oneOf('Column', COLUMNS),
    oneOf('Target', TARGETS),
    '// Whose stream is looked at; why (HL7 v3 ActReason); how much of it an instruction keeps from them.',
    oneOf('Place', [...PLACES, 'act']),
    oneOf('Purpose', PURPOSES),
    oneOf('Lock', LOCKS),
    'type Situation = {',
    '  // the agency gave them the role, and it has not ended',
    '  held: Bool,',
    '  at: Place,',
    '  purpose: Purpose,',
    '  lock: Lock,',
    ...Object.entries(FLAGS).flatMap(([flag, says]) => [`  // ${says}`, `  ${flag}: Bool,`]),
    '};',
    '// Groups: `by-…` holds what that role may ask for at all, on conditions that the policies say.',
    ...groups.map((group) => `action ${quoted([group])};`),
    ...[...GROUPS_OF].map(([name, of]) => action(name, of)),
  ].join('\n')}\n`;
}
