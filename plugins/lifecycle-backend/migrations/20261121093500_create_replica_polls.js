// @ts-check

/**
 * Who asks for the desired state is a supervisor; who only reports is none. A state of a rollout is told once per supervisor.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('replica_polls', table => {
    table.comment('When supervisors last asked what to run');
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('replica_id').notNullable();
    table.timestamp('polled_at').notNullable();
    table.primary(['environment_id', 'replica_id']);
  });
  // Those that are known report on while the control plane is upgraded.
  await knex.raw(
    `INSERT INTO replica_polls (organization_id, environment_id, replica_id, polled_at)
     SELECT organization_id, environment_id, id, last_seen_at FROM replicas`,
  );
  await knex.raw(
    `DELETE FROM rollout_steps later USING rollout_steps earlier
     WHERE later.rollout_id = earlier.rollout_id AND later.replica_id = earlier.replica_id
       AND later.state = earlier.state AND later.id > earlier.id
       AND later.message IS NULL AND earlier.message IS NULL`,
  );
  await knex.raw(
    `CREATE UNIQUE INDEX rollout_steps_one_per_replica ON rollout_steps (rollout_id, replica_id, state)
     WHERE replica_id IS NOT NULL AND message IS NULL`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX rollout_steps_one_per_replica');
  await knex.schema.dropTable('replica_polls');
};
