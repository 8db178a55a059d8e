/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('api_keys', table => {
    table.string('id', 32).primary();
    table.string('organization_id', 63).notNullable().index();
    table.string('name', 128).notNullable();
    table.jsonb('scopes').notNullable();
    table.string('prefix', 32).notNullable();
    table
      .string('key_hash', 64)
      .notNullable()
      .comment('Hex HMAC-SHA-256 of the whole key under the pepper');
    table.string('created_by', 256).notNullable();
    table.timestamp('created_at').notNullable();
    table.timestamp('expires_at');
    table.timestamp('last_used_at');
    table.timestamp('revoked_at');
    table.string('revoked_by', 256);
  });
  await knex.schema.createTable('platform_settings', table => {
    table.comment('Values that a development backend generates once');
    table.string('key', 64).primary();
    table.text('value').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('platform_settings');
  await knex.schema.dropTable('api_keys');
};
