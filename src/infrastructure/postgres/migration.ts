/** One step of the database's layout. A step that was published is never changed; another follows it. */
export interface Migration {
  readonly number: number;
  readonly says: string;
  readonly sql: string;
}
