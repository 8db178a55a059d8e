/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('advisory_acceptances', table => {
    table.comment('Advisories to live with for a time; revoked ones stay');
    table.uuid('id').primary();
    table.string('organization_id', 63).notNullable();
    table.string('advisory_id', 128).notNullable();
    table.string('package_name', 214).notNullable();
    table.string('range', 256).notNullable();
    table.string('environment', 63).comment('Null: all of the organization');
    table.text('reason').notNullable();
    table.timestamp('expires_at').notNullable();
    table.timestamp('created_at', { precision: 3 }).notNullable();
    table.string('created_by', 256).notNullable();
    table.timestamp('revoked_at');
    table.string('revoked_by', 256);
    table.index(['organization_id', 'created_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('advisory_acceptances');
};
