import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FOUND_AT_MOST, SearchPersons } from '../../../src/application/search/search-persons.js';
import { accepted, agency, cleared } from '../../support/application.js';
import { doors, shown, temporaryLedger } from '../../support/ledger.js';

/** Every byte under a directory. */
const bytesUnder = (directory: string): string =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

describe('Searching for persons', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let ana: string;
  let ben: string;

  const did = async (name: string, body: object, person: string) => accepted(await at.act(name, body, person));
  const register = async (name: string, more: object = {}, by = people.frontDesk) =>
    did('RegisterPerson', { name, contacts: [], permittedChannels: [], revealAgency: true, ...more }, by);
  const search = async (terms: object, person: string, options: object = {}, ledger = at.ledger) => {
    await ledger.settle();
    return ledger.search(new SearchPersons(person, terms, options));
  };
  const found = async (terms: object, person = people.frontDesk, options: object = {}, ledger = at.ledger) => {
    const outcome = await search(terms, person, options, ledger);
    if (outcome.kind !== 'found') throw new Error(`not found: ${JSON.stringify(outcome)}`);
    return outcome.persons.map((one) => one.name);
  };
  /** What people looked at; what the system compares by itself is held elsewhere. */
  const entries = async () => {
    await at.ledger.settle();
    return (await at.ledger.performing.store.readAll('access', 0n, 100_000)).filter(
      ({ type, actor }) => (type === 'Looked' || type === 'Denied') && actor.role !== 'system',
    );
  };

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    const contacts = [
      { channel: 'telephone', value: '(416) 555-0188' },
      { channel: 'e-mail', value: 'Ana.Quillfeather@Example.org' },
    ];
    ana = (await register('Ana Quillfeather', { birthDate: '1988-04-12', contacts })).id as string;
    ben = (await register('Ben Zoltán-Nagy', { birthDate: '1990-01-02', pronouns: 'he/him' })).id as string;
    await did('OpenCase', { kind: 'individual', participants: [ana], therapist: people.therapist }, people.frontDesk);
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('C2: the front desk finds a person by name, number or address, however it is spelt, and but for one mistake', async () => {
    for (const terms of [
      { name: 'quillfeather' },
      { name: 'ANA QUILLFEATHER' },
      { name: 'Quillfeather, Ana' },
      { name: 'ana qui' },
      { name: 'Quilfeather' },
      { name: 'ana quillfaether' },
      { telephone: '+1 416 555 0188' },
      { email: 'ana.quillfeather@example.ORG' },
      { name: 'ana', birthDate: '1988-04-12' },
      { name: 'ana', telephone: '4165550188', email: 'ana.quillfeather@example.org' },
    ])
      expect([terms, await found(terms)]).toEqual([terms, ['Ana Quillfeather']]);
    expect(await found({ name: 'zoltan nagy' })).toEqual(['Ben Zoltán-Nagy']);
    expect(await found({ name: 'zoltannagy' })).toEqual(['Ben Zoltán-Nagy']);
    for (const terms of [
      { name: 'qilfeather' },
      { name: 'quill ben' },
      { telephone: '416 555 0189' },
      { name: 'ana', birthDate: '1988-05-12' },
      { name: 'ana', birthDate: '1988-04-13' },
    ])
      expect([terms, await found(terms)]).toEqual([terms, []]);
  });

  it('C2: who is found is shown by the name they use, with what tells two of one name apart, best first and in one order', async () => {
    const outcome = await search({ name: 'zoltan' }, people.frontDesk);
    expect(outcome).toMatchObject({
      kind: 'found',
      role: 'front-desk',
      more: false,
      persons: [{ person: ben, name: 'Ben Zoltán-Nagy', pronouns: 'he/him', birthDate: '1990-01-02' }],
    });
    for (let n = 0; n < FOUND_AT_MOST + 1; n++) await register(`Manyfold Person${String.fromCharCode(97 + n)}`);
    await register('Manyfeld Else');
    const many = await search({ name: 'manyfold' }, people.frontDesk);
    expect(many).toMatchObject({ kind: 'found', more: true });
    const names = await found({ name: 'manyfold' });
    expect(names.length).toBe(FOUND_AT_MOST);
    expect(names).not.toContain('Manyfeld Else');
    expect(await found({ name: 'manyfold' })).toEqual(names);
    expect(await found({ name: 'manyfeld' })).toContain('Manyfeld Else');
    expect((await found({ name: 'manyfeld' }))[0]).toBe('Manyfeld Else');
  });

  it('R7: a therapist and a supervisor find their own clients only; who is not theirs is answered as who is not there', async () => {
    expect(await found({ name: 'quillfeather' }, people.therapist)).toEqual(['Ana Quillfeather']);
    const none = await search({ name: 'quillfeather' }, people.otherTherapist);
    const nobody = await search({ name: 'nobodyatall' }, people.otherTherapist);
    expect({ ...none, accessEntry: 0n }).toEqual({ ...nobody, accessEntry: 0n });
    expect(none).toMatchObject({ kind: 'found', persons: [], more: false });
    expect(await found({ name: 'zoltan' }, people.therapist)).toEqual([]);
    const supervisor = await people.register('Sue Supervisor');
    accepted(await at.act('GrantRole', { person: supervisor, role: 'supervisor', from: '2020-01-01' }));
    await cleared(at, supervisor);
    expect(await found({ name: 'quillfeather' }, supervisor)).toEqual([]);
    await did('StartSupervision', { therapist: people.therapist, supervisor, from: '2026-01-01' }, people.manager);
    expect(await found({ name: 'quillfeather' }, supervisor)).toEqual(['Ana Quillfeather']);
  });

  it('R7: everybody else is denied, and the denial is on record without a word of what was asked', async () => {
    for (const person of [ana, people.manager, people.auditor, people.complaintsOfficer]) {
      const before = (await entries()).length;
      expect([person, (await search({ name: 'zoltan' }, person)).kind]).toEqual([person, 'denied']);
      const denied = (await entries()).slice(before);
      expect(denied).toMatchObject([{ type: 'Denied', actor: { person }, open: { name: 'search', persons: [] } }]);
    }
    expect((await search({ name: 'zoltan' }, people.therapist, { as: 'front-desk' })).kind).toBe('denied');
  });

  it('R7: every search is on record before it is answered, with everyone it shows, and one that finds nobody too (rule 70)', async () => {
    const before = (await entries()).length;
    const outcome = await search({ name: 'quillfeather' }, people.frontDesk, { session: 'a-session' });
    await search({ name: 'nobodyatall' }, people.frontDesk);
    const [one, none, ...more] = (await entries()).slice(before);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      type: 'Looked',
      actor: { person: people.frontDesk, role: 'front-desk' },
      open: {
        how: 'search',
        view: 'search',
        persons: [ana],
        streams: [`person-${ana}`],
        session: 'a-session',
        rows: 1,
      },
    });
    expect(outcome).toMatchObject({ accessEntry: one?.position });
    expect(none).toMatchObject({ type: 'Looked', open: { how: 'search', persons: [], rows: 0, boxes: 0 } });
    const looks = shown(await at.see('looks', ana, { client: ana }));
    expect(looks.some((row) => row['actor'] === people.frontDesk && row['view'] === 'search')).toBe(true);
  });

  it('R7: what is asked must be whole words, a whole number or a whole address; no problem repeats it', async () => {
    for (const [terms, field] of [
      [{}, ''],
      [{ birthDate: '1988-04-12' }, ''],
      [{ name: '!!!' }, 'name'],
      [{ name: 'a'.repeat(400) }, 'name'],
      [{ name: 'ab ac ad ae af ag ah ai aj ak al' }, 'name'],
      [{ telephone: 'quillfeather' }, 'telephone'],
      [{ email: 'quillfeather' }, 'email'],
      [{ name: 'ana', birthDate: '1988-02-31' }, 'birthDate'],
      [{ name: 'ana', quillfeather: 'x' }, 'quillfeather'],
      [['quillfeather'], ''],
      ['quillfeather', ''],
    ] as const) {
      const outcome = await search(terms as object, people.frontDesk);
      expect([terms, outcome.kind]).toEqual([terms, 'malformed']);
      if (outcome.kind !== 'malformed') continue;
      expect(outcome.problems[0]?.field).toBe(field);
      if (field !== 'quillfeather') expect(JSON.stringify(outcome)).not.toContain('quillfeather');
    }
  });

  it('C2: a former name finds a person for whom that is necessary, shows nowhere, and is nothing to their therapist (rule 47)', async () => {
    await did('ChangeLegalName', { person: ana, from: '2026-02-09', name: 'Ana Wintergreen' }, people.frontDesk);
    await did('TellNameInUse', { person: ana, name: 'Annika' }, ana);
    for (const name of ['quillfeather', 'ana wintergreen', 'annika']) {
      const outcome = await search({ name }, people.frontDesk);
      expect(outcome).toMatchObject({ kind: 'found', persons: [{ person: ana, name: 'Annika' }] });
      expect(JSON.stringify(outcome, (_, v) => (typeof v === 'bigint' ? String(v) : v))).not.toMatch(
        /quillfeather|wintergreen/i,
      );
    }
    expect(await found({ name: 'quillfeather' }, people.therapist)).toEqual([]);
    expect(await found({ name: 'annika' }, people.therapist)).toEqual(['Annika']);
    expect(await found({ name: 'wintergreen' }, people.therapist)).toEqual(['Annika']);
    await did('CorrectName', { person: ana, which: 'in-use', name: 'Annike' }, people.frontDesk);
    expect(await found({ name: 'annike' })).toEqual(['Annike']);
  });

  it('C2: a contact finds a person while it holds, and not when it was replaced or ended', async () => {
    const change = (value: string, from: string) =>
      did(
        'ChangeContact',
        { person: ben, reachedBy: 'telephone', mayUse: true, revealAgency: false, value, from },
        people.frontDesk,
      );
    await change('416 555 0201', '2026-02-09');
    expect(await found({ telephone: '416 555 0201' })).toEqual(['Ben Zoltán-Nagy']);
    await change('416 555 0202', '2026-02-20');
    expect(await found({ telephone: '416 555 0201' })).toEqual(['Ben Zoltán-Nagy']);
    expect(await found({ telephone: '416 555 0202' })).toEqual(['Ben Zoltán-Nagy']);
    await change('416 555 0203', '2026-02-09');
    expect(await found({ telephone: '416 555 0201' })).toEqual([]);
    await did('EndContact', { person: ben, reachedBy: 'telephone', from: '2026-02-09' }, people.frontDesk);
    expect(await found({ telephone: '416 555 0203' })).toEqual([]);
  });

  it('R7: whoever registers somebody is warned of who may be the same person, on record, and the match is noticed (rule 46)', async () => {
    const before = (await entries()).length;
    const first = await register('Marguerite Oldcastle', { birthDate: '1975-06-30' });
    expect(first.possibleMatches).toEqual([]);
    const again = await register('Margaret Oldcastle', { birthDate: '1975-06-30' }, people.privacyOfficer);
    expect(again.possibleMatches).toEqual([first.id]);
    const other = await register('Peter Oldcastle', { birthDate: '1975-07-30' });
    expect(other.possibleMatches).toEqual([]);
    const looked = (await entries()).slice(before);
    expect(looked.map(({ open, actor }) => [actor.role, open['view'], open['persons']])).toEqual([
      ['front-desk', 'possible-matches', []],
      ['privacy-officer', 'possible-matches', [first.id]],
      ['front-desk', 'possible-matches', []],
    ]);
    const byManager = await register('Margot Oldcastle', { birthDate: '1975-06-30' }, people.manager);
    expect(byManager.possibleMatches).toBeUndefined();
    await at.ledger.settle();
    const noticed = (await at.ledger.performing.store.readStream('facts', 'linked-persons')).filter(
      ({ type }) => type === 'PossibleMatchNoticed',
    );
    expect(noticed.map(({ open }) => [`${open['person']} ${open['other']}`, open['on']]).sort()).toEqual(
      [`${again.id} ${first.id}`, `${byManager.id} ${first.id}`, `${byManager.id} ${again.id}`]
        .sort()
        .map((pair) => [pair, ['name', 'birth-date']]),
    );
  });

  it('R7: who was destroyed is found by nobody, at once and after a rebuild', async () => {
    const gone = (await register('Vanishing Thistlewood', { birthDate: '1960-01-01' })).id as string;
    expect(await found({ name: 'thistlewood' })).toEqual(['Vanishing Thistlewood']);
    const { index } = at.ledger;
    const { size } = index;
    await at.ledger.reading.unsealer['keys'].destroyStream(`person-${gone}`);
    expect(await found({ name: 'thistlewood' })).toEqual([]);
    await index.purge(`person-${gone}`);
    expect(index.size).toBe(size - 1);
    expect(await found({ name: 'thistlewood' })).toEqual([]);
    await at.ledger.rebuild();
    expect(index.size).toBe(size - 1);
    expect(await found({ name: 'thistlewood' })).toEqual([]);
    expect(await found({ name: 'zoltan' })).toEqual(['Ben Zoltán-Nagy']);
  });

  it('R7: who is registered or destroyed while the index is made anew is found, or not found, all the same', async () => {
    const gone = (await register('Dwindling Marchbanks')).id as string;
    await at.ledger.settle();
    const rebuilding = at.ledger.index.rebuild();
    await register('Arriving Marchbanks');
    await at.ledger.reading.unsealer['keys'].destroyStream(`person-${gone}`);
    await at.ledger.index.purge(`person-${gone}`);
    await Promise.all([rebuilding, at.ledger.index.rebuild()]);
    expect(await found({ name: 'marchbanks' })).toEqual(['Arriving Marchbanks']);
    await at.ledger.index.rebuild();
    expect(await found({ name: 'marchbanks' })).toEqual(['Arriving Marchbanks']);
  });

  it('R7: nothing of a name or of what was asked stands in any file', async () => {
    await search({ name: 'Canarysought' }, people.frontDesk);
    await at.ledger.settle();
    const bytes = bytesUnder(at.directory);
    for (const never of [
      'Canarysought',
      'canarysought',
      'quillfeather',
      'Quillfeather',
      'zolt',
      'oldcastle',
      '5550188',
      'thistlewood',
    ])
      expect([never, bytes.includes(never)]).toEqual([never, false]);
  });

  it('R7: an index that was kept, lost or made of something else finds the same again', async () => {
    const expected = await found({ name: 'manyfold' });
    await at.ledger.close();
    const opened = await at.open();
    expect(await found({ name: 'manyfold' }, people.frontDesk, {}, opened)).toEqual(expected);
    await opened.close();
    const { rmSync, writeFileSync } = await import('node:fs');
    const file = join(at.directory, 'search', 'search.db');
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    writeFileSync(file, 'this is no database '.repeat(500));
    const again = await at.open();
    expect(await found({ name: 'manyfold' }, people.frontDesk, {}, again)).toEqual(expected);
    at = { ...at, ledger: again, ...doors(again) };
  });
});
