// @ts-check

/**
 * Rollouts go from supervisor to supervisor: which ones were told of the new generation, in which order, and since when they serve it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('rollout_replicas', table => {
    table.comment('Supervisors that were told of a generation, in order');
    table.string('organization_id').notNullable();
    table
      .uuid('rollout_id')
      .notNullable()
      .references('id')
      .inTable('rollouts')
      .onDelete('CASCADE');
    table.string('replica_id').notNullable();
    table.integer('position').notNullable().comment('1 is the canary');
    table.timestamp('released_at').notNullable().defaultTo(knex.fn.now());
    table
      .timestamp('served_at')
      .nullable()
      .comment('Since when it serves without a break');
    table.primary(['rollout_id', 'replica_id']);
    table.unique(['rollout_id', 'position']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('rollout_replicas');
};
