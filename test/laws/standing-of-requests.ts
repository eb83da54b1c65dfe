import { type History, type Judged, judged, type Said, same, shows, type Told } from './standing-history.js';

/** Answers that settle a request, when they say that they are the last. */
const ANSWERS = ['RecordReleased', 'RecordRefused', 'CorrectionGranted', 'CorrectionRefused'];
const ENDS = ['RequestWithdrawn', 'RequestAbandoned'];
const COMMISSIONER = ['CommissionerComplaintReported', 'CommissionerComplaintEnded'];
/** What a copy did against the rules that is a breach of confidentiality. */
const OF_CONFIDENCE = ['requester-not-verified', 'not-theirs-to-have', 'another-persons-entry'];

/** Why a notice of an extension that extends nothing misleads whoever has it. */
const MISLEADING = ['too-late', 'too-long', 'extended-already'];

const broken = ({ against }: Said): readonly string[] => (against ?? []) as readonly string[];
const toTell = ({ toTell: told }: Said) => (told ?? []) as readonly { readonly recipient: string }[];

/** R9, and R7 where a copy went to whom it was not for: requests about the record, and the notes that go with it. */
export function byRequests(h: History): readonly Judged[] {
  return [
    ...h.of('RecordRequested', 'CorrectionRequested').flatMap((asked) => byAnswers(h, asked)),
    ...shows(h, 'R9', 'breached', ['DeemedRefused']),
    ...h.of('CommissionerComplaintReported').flatMap((complaint) => byCommissioner(h, complaint)),
    ...h.of('RecordReleased').flatMap(({ type, said }) =>
      broken(said).map((what) => {
        const whose = what === 'another-persons-entry' ? undefined : said.person;
        return judged(OF_CONFIDENCE.includes(what) ? 'R7' : 'R9', 'breached', type, whose);
      }),
    ),
    ...h.of('RecordRefused', 'CorrectionRefused').flatMap(({ type, said }) =>
      broken(said)
        .filter((what) => what !== 'request-over')
        .map(() => judged('R9', 'breached', type, said.person)),
    ),
    ...shows(h, 'R9', 'breached', ['ExtensionWithoutEffect'], ({ against }) => MISLEADING.includes(String(against))),
    ...h.of('CorrectionGranted').flatMap((grant) => byTelling(h, grant)),
    ...shows(h, 'R9', 'kept', ['ClientNoteAttached', 'EntryCorrected', 'NotesCarried']),
  ];
}

/** A request waits until it is answered whole, whatever the answer; withdrawn or abandoned, it shows nothing. */
function byAnswers(h: History, asked: Told): readonly Judged[] {
  const ofIt = same(asked.said, 'request');
  const last = h
    .after(asked, [...ANSWERS, ...ENDS], ofIt)
    .filter(({ said }) => said['last'] !== false && !broken(said).includes('request-over'))
    .at(-1);
  if (last === undefined) return [judged('R9', 'open', asked.type, asked.said.person)];
  const refusedWrongly = last.type.endsWith('Refused') && broken(last.said).length > 0;
  return ENDS.includes(last.type) || refusedWrongly ? [] : [judged('R9', 'kept', last.type, asked.said.person)];
}

/** What is before the Commissioner is alleged, until it is found one way or the other. */
function byCommissioner(h: History, complaint: Told): readonly Judged[] {
  const last = h.after(complaint, COMMISSIONER, same(complaint.said, 'request')).at(-1) ?? complaint;
  const how = last.said['outcome'];
  return how === 'dismissed'
    ? []
    : [judged('R9', how === 'order' ? 'breached' : 'alleged', last.type, complaint.said.person)];
}

/** Who had what was corrected is told of each correction. */
const byTelling = (h: History, grant: Told): readonly Judged[] =>
  toTell(grant.said).map(({ recipient }) => {
    const ofIt = same(grant.said, 'request');
    const again = h
      .after(grant, ['CorrectionGranted'], ofIt)
      .filter(({ said }) => toTell(said).some((one) => one.recipient === recipient));
    const told = h
      .after(again.at(-1) ?? grant, ['RecipientToldOfCorrection'], ofIt)
      .some(({ said }) => said['recipient'] === recipient && said['outcome'] === 'told');
    return judged('R9', told ? 'kept' : 'open', told ? 'RecipientToldOfCorrection' : grant.type, grant.said.person);
  });
