// The column has a default, so that version 1 can go on writing rows after a rollback.
exports.up = knex =>
  knex.schema.alterTable('greetings', table => {
    table.text('mood').notNullable().defaultTo('neutral');
  });

exports.down = knex =>
  knex.schema.alterTable('greetings', table => table.dropColumn('mood'));
