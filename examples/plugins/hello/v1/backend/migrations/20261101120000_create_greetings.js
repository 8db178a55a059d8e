exports.up = knex =>
  knex.schema.createTable('greetings', table => {
    table.increments('id');
    table.text('user_ref').notNullable();
    table.timestamp('greeted_at').notNullable().defaultTo(knex.fn.now());
  });

exports.down = knex => knex.schema.dropTable('greetings');
