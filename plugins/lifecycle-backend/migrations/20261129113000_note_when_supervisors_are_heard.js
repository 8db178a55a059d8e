// @ts-check

/**
 * Whether a supervisor is silent is read off one clock, whichever process of the control plane has heard it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('replica_polls', table => {
    table.timestamp('heard_at').nullable().comment('Its last report');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('replica_polls', table => {
    table.dropColumn('heard_at');
  });
};
