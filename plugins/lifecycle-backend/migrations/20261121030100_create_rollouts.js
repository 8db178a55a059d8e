// @ts-check

/**
 * Rollouts with their steps, and the supervisors that carry them out.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('rollouts', table => {
    table.comment('Bringing a generation into service');
    table.uuid('id').primary();
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.uuid('plan_id').notNullable().references('id').inTable('plans');
    table.integer('from_generation').notNullable();
    table.integer('to_generation').notNullable();
    table.string('state').notNullable();
    table
      .boolean('frontend_first')
      .notNullable()
      .comment('Rollbacks and removals switch the app before the hosts');
    table.jsonb('delete_data').notNullable();
    table.jsonb('reason').nullable();
    table.jsonb('logs').nullable();
    table
      .timestamp('prepared_at')
      .nullable()
      .comment('Databases, keys and frontend assets are in place');
    table.uuid('leased_by').nullable().comment('The process that prepares it');
    table.timestamp('leased_until').nullable();
    table.timestamp('deadline_at').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.string('created_by').notNullable();
    table.timestamp('ended_at').nullable();
    table.index(['environment_id', 'created_at']);
  });
  await knex.raw(
    `CREATE UNIQUE INDEX rollouts_one_active_per_environment ON rollouts (environment_id)
     WHERE ended_at IS NULL`,
  );

  await knex.schema.createTable('rollout_steps', table => {
    table.comment('What happened in a rollout, in order');
    table.bigIncrements('id');
    table.string('organization_id').notNullable();
    table
      .uuid('rollout_id')
      .notNullable()
      .references('id')
      .inTable('rollouts')
      .onDelete('CASCADE');
    table.string('state').notNullable();
    table.string('replica_id').nullable();
    table.string('plugin_id').nullable();
    table.text('message').nullable();
    table.timestamp('at').notNullable().defaultTo(knex.fn.now());
    table.index(['rollout_id', 'id']);
  });

  await knex.schema.createTable('replicas', table => {
    table.comment('Supervisors, as they last reported');
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('id').notNullable();
    table.string('address').notNullable();
    table.string('backstage_release').notNullable();
    table.string('revision').notNullable();
    table.integer('generation').notNullable();
    table.jsonb('rollout').nullable();
    table.jsonb('hosts').notNullable();
    table.timestamp('last_seen_at').notNullable();
    table.primary(['environment_id', 'id']);
  });

  await knex.schema.createTable('host_logs', table => {
    table.comment('Newest redacted log lines of every host');
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('plugin_id').notNullable();
    table.string('replica_id').notNullable();
    table.jsonb('lines').notNullable();
    table.timestamp('updated_at').notNullable();
    table.primary(['environment_id', 'plugin_id', 'replica_id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('host_logs');
  await knex.schema.dropTable('replicas');
  await knex.schema.dropTable('rollout_steps');
  await knex.schema.dropTable('rollouts');
};
