/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('facts_revisions', table => {
    table.comment(
      'Counts the changes of what choices of versions depend on; the row is locked until the change commits',
    );
    table.string('organization_id', 63).primary();
    table.bigInteger('revision').notNullable();
  });

  await knex.schema.alterTable('packages', table => {
    table.bigInteger('facts_revision').notNullable().defaultTo(0);
    table.index(['organization_id', 'facts_revision', 'name']);
  });

  // Rows of before have none: then the whole documents are read instead, which hold the same at the same place.
  await knex.schema.alterTable('versions', table => {
    table
      .json('relations')
      .comment('The part of package_json that choices of versions depend on');
  });
  await knex.schema.alterTable('artifacts', table => {
    table
      .json('load_needs')
      .comment('The part of the manifest that the link check reads');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('artifacts', table => {
    table.dropColumn('load_needs');
  });
  await knex.schema.alterTable('versions', table => {
    table.dropColumn('relations');
  });
  await knex.schema.alterTable('packages', table => {
    table.dropIndex(['organization_id', 'facts_revision', 'name']);
    table.dropColumn('facts_revision');
  });
  await knex.schema.dropTable('facts_revisions');
};
