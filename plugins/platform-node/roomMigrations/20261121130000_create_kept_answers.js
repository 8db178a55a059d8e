/**
 * Answers to requests with an Idempotency-Key.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('kept_answers', table => {
    table.comment('Answers to requests with an Idempotency-Key');
    table.string('organization_id', 63).notNullable();
    table.string('actor', 256).notNullable();
    table.text('operation').notNullable();
    table.string('key', 255).notNullable();
    table
      .uuid('claim')
      .notNullable()
      .comment('The request that works on the answer, or gave it');
    table.string('body_hash', 64).notNullable();
    table
      .integer('status')
      .nullable()
      .comment('Null while the first request is being worked on');
    table.string('content_type').nullable();
    table.text('body').nullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.primary(['organization_id', 'actor', 'operation', 'key']);
    table.index(['created_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('kept_answers');
};
