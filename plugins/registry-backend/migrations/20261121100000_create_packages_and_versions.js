/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('scope_claims', table => {
    table.comment('Which organization may publish under an npm scope');
    table.string('scope', 214).primary();
    table.string('organization_id', 63).notNullable().index();
    table.timestamp('claimed_at').notNullable();
  });

  await knex.schema.createTable('packages', table => {
    table.string('organization_id', 63).notNullable();
    table.string('name', 214).notNullable();
    table.string('origin', 16).notNullable();
    table.string('role', 64);
    table.string('plugin_id', 128);
    table.text('description');
    table.specificType('search', 'tsvector').notNullable();
    table.integer('revision').notNullable().defaultTo(1);
    table.timestamp('created_at').notNullable();
    table.timestamp('updated_at').notNullable();
    table.primary(['organization_id', 'name']);
    table.index(['organization_id', 'plugin_id']);
    table.index('search', 'packages_search_index', { indexType: 'gin' });
  });

  await knex.schema.createTable('versions', table => {
    table.comment('Never replaced, never reused');
    table.string('organization_id', 63).notNullable();
    table.string('name', 214).notNullable();
    table.string('version', 128).notNullable();
    table.string('origin', 16).notNullable();
    table.string('role', 64);
    table.string('plugin_id', 128);
    table.string('extends_plugin_id', 128);
    table.string('integrity', 128).notNullable().comment('sha512, computed');
    table.string('shasum', 40).notNullable().comment('sha1, for old clients');
    table.string('digest', 71).notNullable().comment('The blob');
    table.bigInteger('size').notNullable();
    table.bigInteger('unpacked_size').notNullable();
    table.integer('file_count').notNullable();
    table.json('package_json').notNullable().comment("The tarball's own");
    table.json('config_schema');
    table.text('readme');
    table.text('deprecated');
    table.string('published_by', 256).notNullable();
    table.timestamp('published_at').notNullable();
    table.primary(['organization_id', 'name', 'version']);
    table
      .foreign(['organization_id', 'name'])
      .references(['organization_id', 'name'])
      .inTable('packages');
    table.index('digest');
  });

  await knex.schema.createTable('dist_tags', table => {
    table.string('organization_id', 63).notNullable();
    table.string('name', 214).notNullable();
    table.string('tag', 128).notNullable();
    table.string('version', 128).notNullable();
    table.primary(['organization_id', 'name', 'tag']);
    table
      .foreign(['organization_id', 'name', 'version'])
      .references(['organization_id', 'name', 'version'])
      .inTable('versions');
  });

  await knex.schema.createTable('version_files', table => {
    table.string('organization_id', 63).notNullable();
    table.string('name', 214).notNullable();
    table.string('version', 128).notNullable();
    table.text('path').notNullable();
    table.bigInteger('size').notNullable();
    table.integer('mode').notNullable();
    table.string('integrity', 128).notNullable();
    table.primary(['organization_id', 'name', 'version', 'path']);
    table
      .foreign(['organization_id', 'name', 'version'])
      .references(['organization_id', 'name', 'version'])
      .inTable('versions');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('version_files');
  await knex.schema.dropTable('dist_tags');
  await knex.schema.dropTable('versions');
  await knex.schema.dropTable('packages');
  await knex.schema.dropTable('scope_claims');
};
