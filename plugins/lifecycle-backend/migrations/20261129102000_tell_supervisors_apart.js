// @ts-check

/**
 * Two supervisors under one id are told apart by their data directories, and two starts on one by their order.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('replica_polls', table => {
    table
      .string('directory', 64)
      .nullable()
      .comment('Identity of its data directory');
    table.bigInteger('start').nullable().comment('Grows with every start');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('replica_polls', table => {
    table.dropColumn('directory');
    table.dropColumn('start');
  });
};
