import { parameterOn } from '../../domain/agency/agency.js';
import { attachedFacts, carrying } from '../../domain/case/attached.js';
import { entryNotTheirs } from '../../domain/case/disclosed-entries.js';
import {
  AUTHORITIES,
  type Authority,
  CONTENT,
  consentAlreadyOver,
  consentNeedsExpress,
  DISCLOSURE_PURPOSES,
  disclose,
  disclosureAgainstInstruction,
  disclosureConsentNotFound,
  disclosureFacts,
  disclosureNotAllowed,
  giveDisclosureConsent,
  RECIPIENT_KINDS,
  reportDisclosure,
  withdrawDisclosureConsent,
} from '../../domain/case/disclosure.js';
import { holdsOnCase, streamsHolding } from '../../domain/case/holds-on-case.js';
import { complaintsHoldingAt, recordingHeldAt } from '../../domain/case/holds-then.js';
import {
  disclosureNotIncomplete,
  incompletenessFacts,
  tellIncomplete,
} from '../../domain/case/incomplete-disclosure.js';
import {
  allowRecording,
  destroyRecording,
  disallowRecording,
  MEDIA,
  type Medium,
  playRecording,
  RECORDING_PURPOSES,
  recordingDestroyed,
  recordingFacts,
  recordingForSupervisionOnly,
  recordingIsHeld,
  recordingNotAllowed,
  recordingNotFound,
  recordSession,
  reportRecording,
  reportRecordingDestroyed,
} from '../../domain/case/recording.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { holdsRecording } from '../../domain/complaint/holds.js';
import { localDateOf } from '../../domain/language/business-time.js';
import type { Circumstances } from '../../domain/language/decision.js';
import { notesWith } from '../../domain/person/client-notes.js';
import { instructionsOf } from '../../domain/person/linked-instructions.js';
import type { StateOf, World } from '../../domain/world.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCodes,
  IsDigest,
  IsId,
  IsIds,
  IsInstant,
  IsName,
  IsText,
  leg,
  Optional,
} from './action.js';

const HOW = ['verbal', 'written', 'portal'] as const;

export class ConsentToDisclosure extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('person') recipient: string;
  @IsCode(...RECIPIENT_KINDS) recipientKind: (typeof RECIPIENT_KINDS)[number];
  @IsCodes(CONTENT) content: (typeof CONTENT)[number][];
  @IsCode(...DISCLOSURE_PURPOSES) purpose: (typeof DISCLOSURE_PURPOSES)[number];
  @Optional() @IsInstant() until?: string;
  @IsCode('express', 'implied') form: 'express' | 'implied';
  @IsCode(...HOW) how: (typeof HOW)[number];
  @Optional() @IsText() details?: string;
}

export class WithdrawDisclosureConsent extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('consent') consent: string;
}

export class Disclose extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('person') recipient: string;
  @IsCodes(CONTENT) content: (typeof CONTENT)[number][];
  @Optional() @IsIds(0) entries?: string[];
  @IsCode(...DISCLOSURE_PURPOSES) purpose: (typeof DISCLOSURE_PURPOSES)[number];
  @Optional() @IsCode(...Object.keys(AUTHORITIES)) authority?: Authority;
  @IsText() what: string;
}

export class TellIncomplete extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('disclosure') disclosure: string;
}

export class RecordingChoice extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...MEDIA) medium: Medium;
  @IsCode(...HOW) how: (typeof HOW)[number];
}

export class RecordSession extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsCode(...MEDIA) medium: Medium;
  @Optional() @IsIds() participants?: string[];
  @IsDigest() sha256: string;
  @IsText(1_000) reference: string;
}

export class ReportRecording extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsCode(...MEDIA) medium: Medium;
  @Optional() @IsDigest() sha256?: string;
  @IsText(1_000) reference: string;
}

export class PlayRecording extends ActionBody {
  @IsId('case') case: string;
  @IsId('recording') recording: string;
  @IsCode(...RECORDING_PURPOSES) purpose: (typeof RECORDING_PURPOSES)[number];
}

export class DestroyRecording extends ActionBody {
  @IsId('case') case: string;
  @IsId('recording') recording: string;
  @IsName() method: string;
}

export class ReportRecordingDestroyed extends DestroyRecording {
  @Optional() @IsText() reason?: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aRecipient = '0190c7a0-0000-7000-8000-0000000000d1';
const aRecording = '0190c7a0-0000-7000-8000-0000000000f1';
const aSession = '0190c7a0-0000-7000-8000-000000005e55';
const notTheirs = [caseNotFound, notAParticipant];
const destructionDays = (c: Circumstances<World>) =>
  parameterOn(c.world.parameters, 'recording-destruction-days', localDateOf(c.happenedAt, c.world.zone));

/** True when something holds a recording: its whole case, or a complaint that names it. */
const isHeld = (
  { case: caseId, recording }: DestroyRecording,
  s: StateOf<'case'>,
  { now, world }: Circumstances<World>,
): boolean =>
  holdsOnCase(caseId, s, world, now).length > 0 ||
  [...world.register.open.keys()].some((id) => holdsRecording(world.complaint(id), caseId, recording));

/** Who says it for the participant. */
const givenBy = (body: ActionBody & { participant: string }, { actor }: Circumstances<World>): string =>
  body.onBehalfOf || actor.role === 'representative' ? actor.person : body.participant;

const disclosing = (body: Disclose, c: Circumstances<World>) => ({
  case: body.case,
  disclosure: c.id('disclosure'),
  participant: body.participant,
  recipient: body.recipient,
  content: body.content,
  purpose: body.purpose,
  what: body.what,
  entries: body.entries ?? [],
  ...(body.authority && { authority: body.authority }),
});

export const confidentialityActions = {
  ConsentToDisclosure: action<ConsentToDisclosure>({
    body: ConsentToDisclosure,
    kind: 'request',
    clauses: ['R7'],
    says: 'Consent to disclose: to whom, what, why, until when.',
    who: ['client', 'therapist', 'front-desk'],
    makes: (_body, id) => id('consent'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ConsentToDisclosure, c) => {
          const {
            case: caseId,
            participant,
            recipient,
            recipientKind,
            content,
            purpose,
            until,
            form,
            how,
            details,
          } = body;
          return giveDisclosureConsent(
            s,
            {
              case: caseId,
              consent: c.id('consent'),
              participant,
              recipient,
              recipientKind,
              content,
              purpose,
              form,
              how,
              givenBy: givenBy(body, c),
              ...(until && { until }),
              ...(details && { details }),
            },
            c.happenedAt,
          );
        },
      }),
    ],
    states: [disclosureFacts.DisclosureConsentGiven],
    refuses: [...notTheirs, consentNeedsExpress, consentAlreadyOver],
    example: {
      case: aCase,
      participant: someone,
      recipient: aRecipient,
      recipientKind: 'insurer',
      content: ['attendance', 'fees'],
      purpose: 'insurance',
      form: 'express',
      how: 'written',
    },
  }),
  WithdrawDisclosureConsent: action<WithdrawDisclosureConsent>({
    body: WithdrawDisclosureConsent,
    kind: 'request',
    clauses: ['R7'],
    says: 'Withdraw a consent to disclose; it holds from the moment it reached the agency.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: WithdrawDisclosureConsent, c) =>
          withdrawDisclosureConsent(
            s,
            {
              case: body.case,
              consent: body.consent,
              participant: body.participant,
              givenBy: givenBy(body, c),
            },
            c,
          ),
      }),
    ],
    states: [disclosureFacts.DisclosureConsentWithdrawn, disclosureFacts.DisclosureQuestioned],
    refuses: [...notTheirs, disclosureConsentNotFound],
    example: { case: aCase, participant: someone, consent: '0190c7a0-0000-7000-8000-0000000000d2' },
  }),
  Disclose: action<Disclose>({
    body: Disclose,
    kind: 'request',
    clauses: ['R7'],
    says: 'Disclose under a live consent or a typed authority, with the participant’s own notes on it; refused, on record, when nothing allows it.',
    who: ['therapist', 'privacy-officer'],
    makes: (_body, id) => id('disclosure'),
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: Disclose) => [`file-${body.participant}`],
        decide: (s, body: Disclose, c) => {
          const asked = disclosing(body, c);
          const { case: caseId, participant, disclosure } = asked;
          const notes = notesWith(c.world.file(participant).clientNotes, asked, c.happenedAt);
          return carrying(
            disclose(s, asked, c, instructionsOf(c.world, body.participant)),
            { case: caseId, participant, disclosure },
            notes,
          );
        },
      }),
    ],
    states: [
      disclosureFacts.DisclosureMade,
      disclosureFacts.DisclosureRefused,
      incompletenessFacts.DisclosureIncomplete,
      attachedFacts.NotesCarried,
    ],
    refuses: [...notTheirs, entryNotTheirs, disclosureNotAllowed, disclosureAgainstInstruction],
    example: {
      case: aCase,
      participant: someone,
      recipient: aRecipient,
      content: ['attendance'],
      purpose: 'insurance',
      what: 'Dates of four sessions; nothing about their content.',
    },
  }),
  ReportDisclosure: action<Disclose>({
    body: Disclose,
    kind: 'report',
    clauses: ['R7'],
    says: 'Report a disclosure that already happened, whatever allowed it.',
    who: ['therapist', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('disclosure'),
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: Disclose) => [`file-${body.participant}`],
        decide: (s, body: Disclose, c) =>
          reportDisclosure(s, disclosing(body, c), c, instructionsOf(c.world, body.participant)),
      }),
    ],
    states: [disclosureFacts.DisclosureReported],
    refuses: notTheirs,
    example: {
      case: aCase,
      participant: someone,
      recipient: aRecipient,
      content: ['contact'],
      purpose: 'family',
      what: 'A voicemail was left on a shared line.',
    },
  }),
  TellIncomplete: action<TellIncomplete>({
    body: TellIncomplete,
    kind: 'report',
    clauses: ['R7'],
    says: 'Record that the recipient of a disclosure was told that an instruction leaves something out (PHIPA s. 20(3)).',
    who: ['therapist', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, disclosure }: TellIncomplete) =>
          tellIncomplete(s, { case: caseId, participant, disclosure }),
      }),
    ],
    states: [incompletenessFacts.IncompletenessTold],
    refuses: [disclosureNotIncomplete],
    example: { case: aCase, participant: someone, disclosure: '0190c7a0-0000-7000-8000-0000000000d3' },
  }),
  AllowRecording: action<RecordingChoice>({
    body: RecordingChoice,
    kind: 'request',
    clauses: ['R8'],
    says: 'Allow audio or video recording, for clinical supervision only.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, medium, how }: RecordingChoice) =>
          allowRecording(s, { case: caseId, participant, medium, how }),
      }),
    ],
    states: [recordingFacts.RecordingAllowed],
    refuses: notTheirs,
    example: { case: aCase, participant: someone, medium: 'audio', how: 'written' },
  }),
  DisallowRecording: action<RecordingChoice>({
    body: RecordingChoice,
    kind: 'request',
    clauses: ['R8'],
    says: 'Disallow audio or video recording: playback stops at once and destruction becomes due.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, medium, how }: RecordingChoice, c) =>
          disallowRecording(s, { case: caseId, participant, medium, how }, c, destructionDays(c)),
      }),
    ],
    states: [recordingFacts.RecordingDisallowed, recordingFacts.RecordingDestructionDue],
    refuses: notTheirs,
    example: { case: aCase, participant: someone, medium: 'audio', how: 'verbal' },
  }),
  RecordSession: action<RecordSession>({
    body: RecordSession,
    kind: 'request',
    clauses: ['R8'],
    says: 'Record a session: where the media is and its SHA-256; everyone in the room must allow it.',
    who: ['therapist'],
    makes: (_body, id) => id('recording'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session, medium, participants, sha256, reference }: RecordSession, c) =>
          recordSession(
            s,
            { case: caseId, recording: c.id('recording'), session, medium, participants, sha256, reference },
            c,
            parameterOn(c.world.parameters, 'recording-retention-days', localDateOf(c.happenedAt, c.world.zone)),
          ),
      }),
    ],
    states: [recordingFacts.SessionRecorded, recordingFacts.RecordingUseRefused],
    refuses: [...notTheirs, recordingNotAllowed],
    example: {
      case: aCase,
      session: aSession,
      medium: 'audio',
      sha256: 'b'.repeat(64),
      reference: 'media store, shelf 4',
    },
  }),
  ReportRecording: action<ReportRecording>({
    body: ReportRecording,
    kind: 'report',
    clauses: ['R8'],
    says: 'Report a recording that was made, whoever allowed it.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    makes: (_body, id) => id('recording'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session, medium, sha256, reference }: ReportRecording, c) =>
          reportRecording(
            s,
            { case: caseId, recording: c.id('recording'), session, medium, reference, ...(sha256 && { sha256 }) },
            c,
            destructionDays(c),
          ),
      }),
    ],
    states: [recordingFacts.RecordingReported],
    refuses: [],
    example: { case: aCase, session: aSession, medium: 'video', reference: 'telephone of the therapist' },
  }),
  PlayRecording: action<PlayRecording>({
    body: PlayRecording,
    kind: 'request',
    clauses: ['R8'],
    says: 'Play a recording; refused, on record, for any purpose but clinical supervision or once consent ended.',
    who: ['therapist', 'supervisor'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, recording, purpose }: PlayRecording) =>
          playRecording(s, { case: caseId, recording, purpose }),
      }),
    ],
    states: [recordingFacts.RecordingPlayed, recordingFacts.RecordingUseRefused],
    refuses: [recordingNotFound, recordingDestroyed, recordingForSupervisionOnly, recordingNotAllowed],
    example: { case: aCase, recording: aRecording, purpose: 'clinical-supervision' },
  }),
  DestroyRecording: action<DestroyRecording>({
    body: DestroyRecording,
    kind: 'request',
    clauses: ['R8'],
    says: 'Destroy a recording, and say how; a hold prevents it.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (_body: DestroyRecording, s, _id, register) => streamsHolding(s, register),
        decide: (s, body: DestroyRecording, c) => {
          const { case: caseId, recording, method } = body;
          return destroyRecording(s, { case: caseId, recording, method }, isHeld(body, s, c));
        },
      }),
    ],
    states: [recordingFacts.RecordingDestroyed],
    refuses: [recordingNotFound, recordingIsHeld],
    example: { case: aCase, recording: aRecording, method: 'overwritten and shredded' },
  }),
  ReportRecordingDestroyed: action<ReportRecordingDestroyed>({
    body: ReportRecordingDestroyed,
    kind: 'report',
    clauses: ['R8'],
    says: 'Report that a recording is destroyed already, whatever held it; where something did then, a breach is opened.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: ReportRecordingDestroyed, s, _id, register) => [
          ...streamsHolding(s, register),
          ...(body.happenedAt === undefined ? [] : complaintsHoldingAt(register, body.happenedAt)),
        ],
        decide: (s, body: ReportRecordingDestroyed, c) => {
          const { case: caseId, recording, method, reason } = body;
          const destruction = { case: caseId, recording, method, ...(reason && { reason }) };
          // What held it when it was destroyed decides: a hold that came or went since says nothing.
          return reportRecordingDestroyed(s, destruction, recordingHeldAt(body, s, c.world, c.happenedAt));
        },
      }),
    ],
    states: [recordingFacts.RecordingDestroyed, recordingFacts.RecordingDestroyedWhileHeld],
    refuses: [recordingNotFound],
    example: { case: aCase, recording: aRecording, method: 'device wiped' },
  }),
} as const;
