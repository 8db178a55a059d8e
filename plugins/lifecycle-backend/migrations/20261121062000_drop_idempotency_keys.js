// @ts-check

/**
 * Answers to repeated requests are kept as in every room from now on, in `kept_answers`. Those of the last day are lost.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.dropTable('idempotency_keys');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Answers to repeated requests');
    table.string('organization_id').notNullable();
    table.string('actor').notNullable();
    table.text('operation').notNullable();
    table.string('key').notNullable();
    table.string('body_hash').notNullable();
    table.integer('status').nullable();
    table.jsonb('answer').nullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.primary(['organization_id', 'actor', 'operation', 'key']);
    table.index(['created_at']);
  });
};
