// @ts-check

/**
 * A removal exports every database of the plugin, not only the one that served.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('data_exports', table => {
    table.string('database_name').notNullable().defaultTo('');
    table
      .string('kind')
      .notNullable()
      .defaultTo('present')
      .comment('present, manual or replaced: which database it was made of');
    table.timestamp('taken_at').nullable().comment('The time the data is of');
    table.dropUnique(['rollout_id', 'plugin_id']);
    table.unique(['rollout_id', 'plugin_id', 'database_name']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('data_exports').whereNot({ kind: 'present' }).delete();
  await knex.schema.alterTable('data_exports', table => {
    table.dropUnique(['rollout_id', 'plugin_id', 'database_name']);
    table.dropColumn('taken_at');
    table.dropColumn('kind');
    table.dropColumn('database_name');
    table.unique(['rollout_id', 'plugin_id']);
  });
};
