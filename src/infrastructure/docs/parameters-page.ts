import { LEGAL_PARAMETERS, type LegalParameter } from '../../domain/agency/legal-parameters.js';
import { code, type Page, page, table } from './markdown.js';

/** Every legal number with its source and values, and what counsel has yet to confirm. */
export function parametersPage(): Page {
  const all = Object.entries(LEGAL_PARAMETERS) as readonly (readonly [string, LegalParameter])[];
  return page(
    'parameters.md',
    'Legal parameters',
    'No number that a law, a standard or a procedure sets is written in code: each is looked up as of the day to which it applies. A value from 1900-01-01 is the oldest that is known here, not the day on which its source took effect. The agency publishes another value, with its source and first day, with `publish-legal-parameter`. None of this is legal advice.',
    table(
      ['parameter', 'says', 'value from', 'unit', 'source', 'counsel'],
      all.map(([name, { says, unit, citation, forCounsel, values }]) => [
        code(name),
        says,
        values.map(({ effectiveFrom, value }) => `${value} from ${effectiveFrom}`).join('; '),
        unit,
        citation,
        forCounsel ? 'to confirm' : '',
      ]),
    ),
    '## For counsel to confirm',
    all
      .filter(([, { forCounsel }]) => forCounsel)
      .map(([name, { says, citation }]) => `- ${code(name)}: ${says} (${citation}).`)
      .join('\n'),
    '## Could not be established',
    [
      '- whether PHIPA s. 10.1 (the electronic audit log) is proclaimed: the access log is kept as if it were;',
      '- the College’s own words on retention, on appointment and financial records, and on session recordings;',
      '- tax on late-cancellation and missed-session fees;',
      '- the agency’s own cancellation amount, complaint and appeal limits, and business calendar: it publishes them;',
      '- which statutory clocks are carried past a holiday (Legislation Act, 2006, ss. 88-89).',
    ].join('\n'),
  );
}
