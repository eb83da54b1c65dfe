/** What a regulator would ask of the year, each with the one command that answers it. */
export const tour = (alliance: string): readonly (readonly [question: string, command: string])[] => [
  [
    'How do the twenty clauses stand for this client, and on which facts? (her therapist)',
    `${alliance} show standing --case $CASE --token $THERAPIST_TOKEN`,
  ],
  [
    'Who looked at this record, and why? (the client herself)',
    'curl -sf -H "Authorization: Bearer $CLIENT_TOKEN" "$URL/views/looks?client=$CLIENT&limit=1000"',
  ],
  [
    'Was consent in force on the day? Thu 12 February at noon; in the evening it was withdrawn (the privacy officer)',
    `${alliance} show consents --case $CASE --as-of 2026-02-12T12:00:00-05:00 --token $OFFICER_TOKEN`,
  ],
  [
    'Were both tracks of the complaint within their limits, and the appeals too? (the complaints officer)',
    `${alliance} show complaint-file --complaint $COMPLAINT --token $COMPLAINTS_TOKEN`,
  ],
  [
    'Were copies of records given in thirty days, and what was withheld on which ground? (the privacy officer)',
    `${alliance} show record-requests --token $OFFICER_TOKEN`,
  ],
  [
    'What does the record say, what was amended or corrected, signed when? (her therapist)',
    `${alliance} show record --case $CASE --token $THERAPIST_TOKEN`,
  ],
  [
    'Was the therapist in good standing and supervised, and was the client shown so? (the supervisor)',
    `${alliance} show introductions --case $SUPERVISED_CASE --token $THERAPIST_TOKEN`,
  ],
  [
    'Which breaches were there, who was told, what goes to the Commissioner by 1 March? (the privacy officer)',
    `${alliance} show breaches --token $OFFICER_TOKEN`,
  ],
  [
    'Which duties to report were considered, made or not, and why? (the privacy officer)',
    `${alliance} show mandatory-reports --token $OFFICER_TOKEN`,
  ],
  [
    'What must be kept until when, and what blocks its destruction? (the privacy officer)',
    `${alliance} show retention --token $OFFICER_TOKEN`,
  ],
  ['Is the ledger whole: no fact changed, lost or left out? (anybody with its files)', `${alliance} verify`],
  [
    'What happened in this case, step by step, contents withheld? (the auditor)',
    `${alliance} replay --case $CASE --token $AUDITOR_TOKEN`,
  ],
];
