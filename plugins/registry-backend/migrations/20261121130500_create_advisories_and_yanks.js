/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('versions', table => {
    table.text('yank_reason').comment('Set when the version was yanked');
    table.timestamp('yanked_at');
    table.string('yanked_by', 256);
  });

  await knex.schema.createTable('advisories', table => {
    table.comment('Known faults of versions; withdrawn ones stay');
    table.string('organization_id', 63).notNullable();
    table.string('id', 128).notNullable();
    table
      .bigIncrements('number', { primaryKey: false })
      .comment('What npm clients call the id');
    table.string('name', 214).notNullable().comment('Of the package');
    table.string('range', 256).notNullable();
    table.string('severity', 16).notNullable();
    table.text('title').notNullable();
    table.text('url');
    table.string('recorded_by', 256).notNullable();
    table.timestamp('recorded_at').notNullable();
    table.string('withdrawn_by', 256);
    table.timestamp('withdrawn_at');
    table.primary(['organization_id', 'id']);
    table
      .foreign(['organization_id', 'name'])
      .references(['organization_id', 'name'])
      .inTable('packages');
    table.index(['organization_id', 'name']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('advisories');
  await knex.schema.alterTable('versions', table => {
    table.dropColumns('yank_reason', 'yanked_at', 'yanked_by');
  });
};
