/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const ofVersion = table => {
    table.string('organization_id', 63).notNullable();
    table.string('name', 214).notNullable();
    table.string('version', 128).notNullable();
    table
      .foreign(['organization_id', 'name', 'version'])
      .references(['organization_id', 'name', 'version'])
      .inTable('versions');
  };

  await knex.schema.createTable('artifacts', table => {
    table.comment('Added, never replaced');
    ofVersion(table);
    table.string('digest', 71).notNullable().index();
    table.string('baseline', 64).notNullable();
    table.string('platform', 64).notNullable();
    table.bigInteger('size').notNullable();
    table.bigInteger('unpacked_size').notNullable();
    table.json('manifest').notNullable();
    table.string('created_by', 256).notNullable();
    table.timestamp('created_at').notNullable();
    table.primary([
      'organization_id',
      'name',
      'version',
      'baseline',
      'platform',
    ]);
  });

  await knex.schema.createTable('verdicts', table => {
    ofVersion(table);
    table.string('check', 32).notNullable();
    table
      .string('baseline', 64)
      .notNullable()
      .comment('Empty for checks that do not depend on one');
    table.string('state', 16).notNullable();
    table.string('code', 64);
    table.text('message');
    table.text('reproduce_command');
    table.timestamp('decided_at');
    table.primary(['organization_id', 'name', 'version', 'check', 'baseline']);
  });

  await knex.schema.createTable('pack_jobs', table => {
    table.comment(
      'What became of the queue’s jobs; the queue itself is pg-boss',
    );
    table.uuid('id').primary();
    ofVersion(table);
    table.string('baseline', 64).notNullable();
    table.string('state', 16).notNullable();
    table.string('claimed_by', 256);
    table.timestamp('lease_until');
    table.text('log');
    table.timestamp('created_at').notNullable();
    table.timestamp('finished_at');
    table.index(['organization_id', 'state']);
  });

  await knex.schema.createTable('stored_blobs', table => {
    table.comment(
      'Written before the blob is: what no version or artifact names after an hour is swept',
    );
    table.string('digest', 71).primary();
    table.timestamp('stored_at').notNullable().index();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('stored_blobs');
  await knex.schema.dropTable('pack_jobs');
  await knex.schema.dropTable('verdicts');
  await knex.schema.dropTable('artifacts');
};
