// @ts-check

/**
 * What hosts are given (database, role, signing key) and what the app is given (frontend assets).
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('host_credentials', table => {
    table.comment('Database, role and signing key of each hosted plugin');
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('plugin_id').notNullable();
    table.string('database_name').notNullable();
    table.string('role_name').notNullable();
    table.binary('password').notNullable().comment('AES-256-GCM envelope');
    table.string('key_id').notNullable();
    table.text('public_key').notNullable();
    table.binary('private_key').notNullable().comment('AES-256-GCM envelope');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.primary(['environment_id', 'plugin_id']);
  });

  await knex.schema.createTable('asset_sets', table => {
    table.comment('Frontend artifacts that were prepared for an environment');
    table.string('digest').primary();
    table.string('organization_id').notNullable();
    table.string('package_name').notNullable();
    table.string('version').notNullable();
    table.string('entry_integrity').notNullable();
    table.bigInteger('size').notNullable();
    table
      .jsonb('files')
      .notNullable()
      .comment('Path to hex sha256: what may be served, and nothing else');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table
      .timestamp('last_referenced_at')
      .notNullable()
      .defaultTo(knex.fn.now())
      .comment('When a served remotes list last named it');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('asset_sets');
  await knex.schema.dropTable('host_credentials');
};
