/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('snapshots', table => {
    table.comment('Facts that plans were made from, named by their content');
    table.string('organization_id', 63).notNullable();
    table.string('id', 71).notNullable();
    table.json('facts').notNullable();
    table.timestamp('created_at').notNullable();
    table.primary(['organization_id', 'id']);
  });

  await knex.schema.createTable('plans', table => {
    table.comment('Never changed');
    table.uuid('id').primary();
    table.string('organization_id', 63).notNullable();
    table.string('hash', 64).notNullable();
    table.string('environment', 63);
    table.string('snapshot_id', 71).notNullable();
    table.string('backstage_release', 64).notNullable();
    table.json('request').notNullable();
    table.json('answer').notNullable();
    table.timestamp('created_at').notNullable();
    table.string('created_by', 256).notNullable();
    table
      .foreign(['organization_id', 'snapshot_id'])
      .references(['organization_id', 'id'])
      .inTable('snapshots');
    table.index(['organization_id', 'created_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plans');
  await knex.schema.dropTable('snapshots');
};
