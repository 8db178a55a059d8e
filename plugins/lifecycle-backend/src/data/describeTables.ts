import type { Client } from 'pg';

/** A table as `schema.json` of an export describes it. */
export interface TableDescription {
  schema: string;
  name: string;
  columns: Array<{
    name: string;
    /** As PostgreSQL writes it, e.g. `character varying(255)`. */
    type: string;
    nullable: boolean;
    /** The expression, as SQL. */
    default?: string;
  }>;
  keys: Array<{
    name: string;
    kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclude';
    /** As SQL, e.g. `FOREIGN KEY (user_id) REFERENCES users(id)`. */
    definition: string;
  }>;
}

/** Partitions are rows of their parents; tables of extensions come with the extension. */
const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name,
    (SELECT coalesce(json_agg(json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'nullable', NOT a.attnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid)
      ) ORDER BY a.attnum), '[]')
      FROM pg_attribute a
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT coalesce(json_agg(json_build_object(
        'name', k.conname,
        'kind', CASE k.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign'
                               WHEN 'x' THEN 'exclude' ELSE 'check' END,
        'definition', pg_get_constraintdef(k.oid)
      ) ORDER BY k.conname), '[]')
      FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')) AS keys
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    AND NOT EXISTS (SELECT FROM pg_depend e
      WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
  ORDER BY 1, 2`;

/** All tables of the database that a client is connected to. */
export async function describeTables(
  client: Client,
): Promise<TableDescription[]> {
  const { rows } = await client.query<TableDescription>(TABLES);
  return rows.map(row => ({
    ...row,
    columns: row.columns.map(({ default: expression, ...column }) => ({
      ...column,
      ...(expression && { default: expression }),
    })),
  }));
}
