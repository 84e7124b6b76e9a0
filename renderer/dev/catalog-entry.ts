/** A game as the catalog's file has it. */
export interface CatalogEntry {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly genre?: string;
  readonly release_year?: number;
  readonly publisher?: string;
  readonly players_max?: number;
  readonly tags: readonly string[];
}
