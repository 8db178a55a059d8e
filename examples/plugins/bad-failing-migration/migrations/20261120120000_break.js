exports.up = async knex => {
  await knex.schema.createTable('never_kept', table => table.increments('id'));
  throw new Error('hello: this migration cannot be applied');
};

exports.down = async () => {};
