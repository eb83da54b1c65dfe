import type { Clause } from '../../src/domain/charter.js';
import { type History, type Judged, judged, same, shows, type Told } from './standing-history.js';

const WORD_OF = { founded: 'breached', inconclusive: 'alleged', 'not-founded': undefined } as const;

/** R10, and any clause that somebody alleges was not kept. */
export function byComplaints(h: History): readonly Judged[] {
  return [...byAllegations(h), ...byReports(h), ...byTracks(h)];
}

/** An allegation stands as its last finding says. */
function byAllegations(h: History): readonly Judged[] {
  return h
    .of('ComplaintLodged')
    .flatMap((lodged) =>
      lodged.said.allegations.flatMap(({ allegation, clause }) =>
        asFound(clause, lodged, h.after(lodged, ['FindingRecorded'], (said) => said.allegation === allegation).at(-1)),
      ),
    );
}

function asFound(clause: Clause, made: Told, found: Told | undefined): readonly Judged[] {
  if (found === undefined) return [judged(clause, 'alleged', made.type)];
  const word = WORD_OF[found.said.finding as keyof typeof WORD_OF];
  return word === undefined ? [] : [judged(clause, word, found.type)];
}

/** A matter of a conduct report; once the report became a complaint it is alleged there. */
function byReports(h: History): readonly Judged[] {
  return h.of('ConductReported').flatMap((report) =>
    report.said.matters.flatMap(({ matter, clause }) => {
      const found = h.after(report, ['ConductFound'], (said) => said.matter === matter).at(-1);
      const became = h.after(report, ['ConductReportClosed'], (said) => said.because === 'became-complaint');
      return found === undefined && became.length > 0 ? [] : asFound(clause, report, found);
    }),
  );
}

/** R10: each track, appeal and review is under way until it ends; what the agency did not do in time stays a breach. */
function byTracks(h: History): readonly Judged[] {
  // What its complainant withdrew is under way no more.
  const closed = (opened: Told, track: string) =>
    h.after(opened, ['TrackClosed'], (said) => said.track === track).length > 0 ||
    (track === 'agency' && h.after(opened, ['ComplaintWithdrawn']).length > 0);
  const open = (opened: Told, track: string): readonly Judged[] =>
    closed(opened, track) ? [] : [judged('R10', 'open', opened.type)];
  return [
    ...h.of('ComplaintLodged').flatMap((each) => each.said.tracks.flatMap((track) => open(each, track))),
    ...h.of('TrackOpened').flatMap((each) => open(each, each.said.track)),
    ...h.of('CollegeComplaintFiled').flatMap((each) => open(each, 'CRPO')),
    ...h.of('AppealLodged').flatMap((each) => open(each, 'agency')),
    ...h
      .of('AppealLodged')
      .filter((each) => h.after(each, ['AppealDecided'], same(each.said, 'appeal')).length === 0)
      .flatMap((each) => open(each, 'agency')),
    ...h
      .of('ReviewRequested')
      .filter((each) => h.after(each, ['ReviewDecided']).length === 0)
      .flatMap((each) => open(each, 'CRPO')),
    ...shows(h, 'R10', 'kept', ['ComplaintReceiptGiven', 'ComplaintAcknowledged', 'ComplaintDecided', 'AppealDecided']),
    ...shows(h, 'R10', 'kept', ['TrackClosed', 'ReviewDecided', 'ComplaintWithdrawn']),
    // Whose answer was awaited is not whose matter it is.
    ...h
      .of('ComplaintDeadlinePassed')
      .filter(({ said }) => said.duty === 'agency' && !said.asReported)
      .map(({ type }) => judged('R10', 'breached', type)),
  ];
}
