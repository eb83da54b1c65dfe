/** What a regulator would ask of the year, each with the one command that answers it. */
export const tour = (alliance: string): readonly (readonly [question: string, command: string])[] => [
  [
    'How do the twenty clauses stand for this client, and on which facts? (her therapist)',
    `${alliance} show standing --case $CASE --token $THERAPIST_TOKEN`,
  ],
  [
    'Who looked at her record, when and for what? Her own access report (the client herself)',
    `${alliance} show looks --client $CLIENT --limit 1000 --token $CLIENT_TOKEN`,
  ],
  [
    'And the same to take home, as a file for any spreadsheet (the client herself, over HTTP)',
    'curl -sf -H "Authorization: Bearer $CLIENT_TOKEN" "$URL/views/looks?client=$CLIENT&format=csv"',
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
  [
    'Who could have seen this record on Mon 24 August, and why? Orla, whom the client shut out, is not there (the officer)',
    `${alliance} access who-could-see case-$LOCKED_CASE 2026-08-24 --token $OFFICER_TOKEN`,
  ],
  [
    'Which look is questioned because that was known late? (the privacy officer)',
    `${alliance} show questioned-access --token $OFFICER_TOKEN`,
  ],
  [
    'Who looked out of hours, was asked about it, said what, and what came of it? (the privacy officer)',
    `${alliance} show access-reviews --where rule=out-of-hours --token $OFFICER_TOKEN`,
  ],
  [
    'Which cases were opened because of an emergency, and what did a second person find? (the privacy officer)',
    `${alliance} show emergency-accesses --token $OFFICER_TOKEN`,
  ],
  [
    'What does an investigator see under a mandate? Pseudonyms, no free text, one case (the investigator)',
    `${alliance} show timeline --case $SUPERVISED_CASE --limit 200 --token $INVESTIGATOR_TOKEN`,
  ],
  [
    'What was demanded under which mandate, and what was refused? (the privacy officer)',
    `${alliance} show mandates --token $OFFICER_TOKEN`,
  ],
  [
    'What was destroyed, when, by whom, under which rule? The certificate (the privacy officer)',
    `${alliance} certificate --case $DESTROYED_CASE --token $OFFICER_TOKEN`,
  ],
  [
    'Was every decision on access made by the policies of its day? Each is made again (the auditor)',
    `${alliance} access replay --token $AUDITOR_TOKEN`,
  ],
  [
    'What would change if the front desk saw no money? A dry run of proposed policies over December (the officer)',
    `${alliance} access dry-run $PROPOSED --from 2026-12-01 --until 2027-01-01 --token $OFFICER_TOKEN`,
  ],
  ['Is the ledger whole: no fact changed, lost or left out? (anybody with its files)', `${alliance} verify`],
  [
    'What happened in this case, step by step, contents withheld? (the auditor)',
    `${alliance} replay --case $CASE --token $AUDITOR_TOKEN`,
  ],
];
