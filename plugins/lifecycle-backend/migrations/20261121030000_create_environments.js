// @ts-check

/**
 * Environments, and what is proposed to and runs in them. Every row carries its organization.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('environments', table => {
    table.comment('Named places where plugins run');
    table.uuid('id').primary();
    table.string('organization_id').notNullable();
    table.string('name').notNullable().unique();
    table.string('title').notNullable();
    table.string('backstage_release').notNullable();
    table.jsonb('policy').notNullable();
    table
      .string('shared_config_hash')
      .notNullable()
      .comment('The configuration itself may hold secrets and is not stored');
    table
      .integer('serving_generation')
      .notNullable()
      .defaultTo(0)
      .comment('0 when nothing was ever installed');
    table
      .integer('desired_generation')
      .notNullable()
      .defaultTo(0)
      .comment('What supervisors are told to run');
    table
      .integer('remotes_generation')
      .notNullable()
      .defaultTo(0)
      .comment('What the app is told to load');
    table.uuid('active_rollout_id').nullable();
    table
      .bigInteger('revision')
      .notNullable()
      .defaultTo(1)
      .comment('Grows with every change that supervisors or the app must see');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
    table.index(['organization_id']);
  });

  await knex.schema.createTable('generations', table => {
    table.comment(
      'Immutable numbered sets of exact versions and configuration',
    );
    table.uuid('id').primary();
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.integer('number').notNullable();
    table.string('state').notNullable();
    table.uuid('rollout_id').nullable();
    table.text('summary').notNullable();
    table.jsonb('content').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.string('created_by').notNullable();
    table.unique(['environment_id', 'number']);
  });

  await knex.schema.createTable('plans', table => {
    table.comment('Differences between the serving and a proposed generation');
    table.uuid('id').primary();
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('hash').notNullable();
    table.integer('base_generation').notNullable();
    table.jsonb('changes').notNullable();
    table.jsonb('proposal').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.string('created_by').notNullable();
    table.index(['environment_id', 'created_at']);
  });

  await knex.schema.createTable('secrets', table => {
    table.comment('Values that configuration refers to as {"$secret": name}');
    table.string('organization_id').notNullable();
    table
      .uuid('environment_id')
      .notNullable()
      .references('id')
      .inTable('environments')
      .onDelete('CASCADE');
    table.string('name').notNullable();
    table.binary('value').notNullable().comment('AES-256-GCM envelope');
    table.integer('version').notNullable().defaultTo(1);
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
    table.string('updated_by').notNullable();
    table.primary(['environment_id', 'name']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('secrets');
  await knex.schema.dropTable('plans');
  await knex.schema.dropTable('generations');
  await knex.schema.dropTable('environments');
};
