/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('audit_log', table => {
    table.comment('Append-only; each organization has a hash chain');
    table.string('organization_id', 63).notNullable();
    table.bigInteger('sequence').notNullable();
    table.timestamp('occurred_at').notNullable();
    table.string('actor', 256).notNullable();
    table.string('action', 128).notNullable();
    table.text('subject').notNullable();
    table.jsonb('details').notNullable();
    table.string('previous_hash', 64).notNullable();
    table.string('hash', 64).notNullable();
    table.primary(['organization_id', 'sequence']);
  });
  await knex.schema.createTable('outbox_events', table => {
    table.comment('Events that wait for the relay, in order');
    table.bigIncrements('position').primary();
    table.uuid('id').notNullable().unique();
    table.string('organization_id', 63).notNullable();
    table.string('type', 128).notNullable();
    table.jsonb('envelope').notNullable();
    table.timestamp('published_at').index();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('outbox_events');
  await knex.schema.dropTable('audit_log');
};
