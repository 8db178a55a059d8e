// @ts-check

/**
 * The databases of plugins beyond the first one, and those that are kept as snapshots; exports of plugin data; environments
 * that are paused.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('plugin_databases', table => {
    table.comment(
      'Databases of plugins: copies made for a generation or by hand, and what they were copied from',
    );
    table.uuid('id').primary();
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('plugin_id').notNullable();
    table.string('database_name').notNullable().unique();
    table
      .string('purpose')
      .notNullable()
      .comment('initial, one-way-migration, restore or snapshot');
    table
      .string('state')
      .notNullable()
      .comment('waiting, holding, copied, ready, failed or deleting');
    table
      .string('source_name')
      .nullable()
      .comment('The database that it is a copy of');
    table
      .uuid('rollout_id')
      .nullable()
      .comment('The rollout that it was made for');
    table.jsonb('packages').notNullable();
    table.integer('generation').nullable();
    table.bigInteger('size_bytes').nullable();
    table.jsonb('reason').nullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.string('created_by').notNullable();
    table
      .timestamp('displaced_at')
      .nullable()
      .comment('Since when it does not serve any more');
    table
      .timestamp('sealed_at')
      .nullable()
      .comment('Since when nobody may connect to it');
    table.index(['environment_id', 'plugin_id']);
  });

  await knex.schema.createTable('data_exports', table => {
    table.comment('Data of plugins as files, made before it is deleted');
    table.uuid('id').primary();
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('plugin_id').notNullable();
    table.uuid('rollout_id').notNullable();
    table.string('state').notNullable().comment('creating, ready or failed');
    table.string('digest').nullable();
    table.bigInteger('size_bytes').nullable();
    table.jsonb('tables').notNullable();
    table.jsonb('reason').nullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.string('created_by').notNullable();
    table
      .timestamp('tried_at')
      .notNullable()
      .defaultTo(knex.fn.now())
      .comment('A failed one is tried again after a while');
    table.unique(['rollout_id', 'plugin_id']);
    table.index(['environment_id', 'created_at']);
  });

  await knex.schema.alterTable('environments', table => {
    table
      .jsonb('paused')
      .nullable()
      .comment('Who paused it, when, why, and whether hosts are stopped');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('environments', table => {
    table.dropColumn('paused');
  });
  await knex.schema.dropTable('data_exports');
  await knex.schema.dropTable('plugin_databases');
};
