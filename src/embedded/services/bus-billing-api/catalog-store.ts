import type { Kysely } from 'kysely';
import { type BillingCatalog, billingCatalog } from '../../../contract/billing-catalog.ts';
import type { ServiceDatabase } from '../../store/database.ts';

/** The catalog is one document that is replaced whole. */
type CatalogTables = {
  bus_billing_catalog: { id: string; document: string; updated_at: string };
};

const THE_CATALOG = 'current';

/** The billing catalog in the store. The API writes it, the worker reads plans from it. */
export class CatalogStore {
  readonly #database: Kysely<CatalogTables>;

  private constructor(database: Kysely<CatalogTables>) {
    this.#database = database;
  }

  /**
   * Opens the store and makes its table when it is missing.
   * @throws the store's own error when it cannot be written
   */
  static async open(connection: ServiceDatabase): Promise<CatalogStore> {
    const database = connection.$extendTables<CatalogTables>();
    await database.schema
      .createTable('bus_billing_catalog')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .execute();
    return new CatalogStore(database);
  }

  /** Gives the catalog; before the first one was stored, an empty one. */
  async read(): Promise<BillingCatalog> {
    const row = await this.#database
      .selectFrom('bus_billing_catalog')
      .select('document')
      .where('id', '=', THE_CATALOG)
      .executeTakeFirst();
    if (row === undefined) return { products: [], meters: [], plans: [] };
    return billingCatalog.parse(JSON.parse(row.document));
  }

  /** Replaces the catalog. */
  async replace(catalog: BillingCatalog, now: Date): Promise<void> {
    const row = { document: JSON.stringify(catalog), updated_at: now.toISOString() };
    await this.#database
      .insertInto('bus_billing_catalog')
      .values({ id: THE_CATALOG, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
}
