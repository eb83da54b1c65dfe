import {
  dismissMatch,
  linkClients,
  linkedWithThemselves,
  linkNotFound,
  matchNotFound,
  noticeMatch,
  ownLink,
  unlinkClients,
} from '../../domain/agency/linked-persons.js';
import {
  LINK_EVIDENCE,
  type LinkEvidence,
  linkedPersonsFacts,
  MATCH_ON,
  type MatchOn,
  UNLINKED_BECAUSE,
  type UnlinkedBecause,
} from '../../domain/agency/linked-persons-facts.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { ActionBody, action, IsCode, IsCodes, IsId, IsText, leg } from './action.js';

/** Two registrations. */
export class TwoRegistrations extends ActionBody {
  @IsId('person') person: string;
  @IsId('person') other: string;
}

export class NoticePossibleMatch extends TwoRegistrations {
  /** What the two have in common; never the value itself. */
  @IsCodes(MATCH_ON) on: MatchOn[];
}

export class DismissMatch extends TwoRegistrations {
  @IsText(2_000) reason: string;
}

export class LinkClients extends TwoRegistrations {
  @IsCode(...LINK_EVIDENCE) shownBy: LinkEvidence;
  @IsText(2_000) reason: string;
}

export class UnlinkClients extends TwoRegistrations {
  @IsCode(...UNLINKED_BECAUSE) because: UnlinkedBecause;
  @IsText(2_000) reason: string;
}

const both = ({ person, other }: TwoRegistrations): readonly string[] => [`person-${person}`, `person-${other}`];
const stream = (): string => 'linked-persons';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const another = '0190c7a0-0000-7000-8000-0000000000c2';
const pair = { person: someone, other: another };
const unfit = [linkedWithThemselves, ownLink, personNotRegistered];
const { PossibleMatchNoticed, PossibleMatchDismissed, ClientsLinked, ClientsUnlinked } = linkedPersonsFacts;

export const linkedPersonsActions = {
  NoticePossibleMatch: action<NoticePossibleMatch>({
    body: NoticePossibleMatch,
    kind: 'report',
    clauses: ['R7', 'C2'],
    says: 'Notice that two registrations may be one person’s; the system does when somebody is registered.',
    who: ['front-desk', 'privacy-officer', 'system'],
    legs: [
      leg('linked-persons', {
        stream,
        also: both,
        decide: (s, { person, other, on }: NoticePossibleMatch, c) => noticeMatch(s, { person, other, on }, c),
      }),
    ],
    states: [PossibleMatchNoticed],
    refuses: unfit,
    example: { ...pair, on: ['birth-date', 'telephone'] },
  }),
  DismissMatch: action<DismissMatch>({
    body: DismissMatch,
    kind: 'request',
    clauses: ['R7', 'C2'],
    says: 'Say that two registrations that looked like one person’s are two persons’.',
    who: ['privacy-officer'],
    legs: [
      leg('linked-persons', {
        stream,
        also: both,
        decide: (s, { person, other, reason }: DismissMatch, c) => dismissMatch(s, { person, other, reason }, c),
      }),
    ],
    states: [PossibleMatchDismissed],
    refuses: [...unfit, matchNotFound],
    example: { ...pair, reason: 'Twins with one telephone.' },
  }),
  LinkClients: action<LinkClients>({
    body: LinkClients,
    kind: 'request',
    clauses: ['R7', 'R9'],
    says: 'Say that two registrations are one person’s: copies, access reports, instructions, holds and retention span both, and no streams are joined.',
    who: ['privacy-officer'],
    makes: (_body, id) => id('link'),
    legs: [
      leg('linked-persons', {
        stream,
        also: both,
        decide: (s, { person, other, shownBy, reason }: LinkClients, c) =>
          linkClients(s, { person, other, evidence: shownBy, reason }, c),
      }),
    ],
    states: [ClientsLinked],
    refuses: unfit,
    example: { ...pair, shownBy: 'identity-document', reason: 'Registered anew under the married name.' },
  }),
  UnlinkClients: action<UnlinkClients>({
    body: UnlinkClients,
    kind: 'request',
    clauses: ['R7', 'R9'],
    says: 'Undo a link between two registrations; a wrong one opens a breach with who saw what across it.',
    who: ['privacy-officer'],
    legs: [
      leg('linked-persons', {
        stream,
        also: both,
        decide: (s, { person, other, because, reason }: UnlinkClients, c) =>
          unlinkClients(s, { person, other, because, reason }, c),
      }),
    ],
    states: [ClientsUnlinked],
    refuses: [...unfit, linkNotFound],
    example: { ...pair, because: 'wrong-link', reason: 'Two people of the same name born on the same day.' },
  }),
} as const;
