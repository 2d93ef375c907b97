using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class LogEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(
                name: "ix_jobs_queued",
                schema: "generation",
                table: "jobs",
                newName: "ix_jobs_queue_age");

            migrationBuilder.AddColumn<long>(
                name: "batch_id",
                schema: "generation",
                table: "jobs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "batch_item",
                schema: "generation",
                table: "jobs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancel_requested_at",
                schema: "generation",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "from_queue",
                schema: "generation",
                table: "jobs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                schema: "generation",
                table: "jobs",
                type: "text",
                nullable: false,
                defaultValue: "image");

            migrationBuilder.AddColumn<short>(
                name: "priority",
                schema: "generation",
                table: "jobs",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<string>(
                name: "stage",
                schema: "generation",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "start_by",
                schema: "generation",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    last_event = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    running = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    waiting_interactive = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    waiting_single = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    waiting_batch = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    max_concurrent = table.Column<int>(type: "integer", nullable: false, defaultValue: 5),
                    turn = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    ready_interactive = table.Column<bool>(type: "boolean", nullable: false, computedColumnSql: "waiting_interactive > 0", stored: true),
                    ready_single = table.Column<bool>(type: "boolean", nullable: false, computedColumnSql: "waiting_single > 0 AND running < max_concurrent", stored: true),
                    ready_batch = table.Column<bool>(type: "boolean", nullable: false, computedColumnSql: "waiting_batch > 0 AND running < max_concurrent", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.account_id);
                    table.CheckConstraint("ck_accounts_counts", "running >= 0 AND waiting_interactive >= 0 AND waiting_single >= 0 AND waiting_batch >= 0");
                    table.CheckConstraint("ck_accounts_max_concurrent", "max_concurrent BETWEEN 1 AND 1000");
                });

            migrationBuilder.CreateTable(
                name: "batches",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: false),
                    succeeded = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    failed = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    cancelled = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batches", x => x.id);
                    table.CheckConstraint("ck_batches_counts", "total > 0 AND succeeded + failed + cancelled <= total AND (succeeded + failed + cancelled = total) = (finished_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "events",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    type = table.Column<string>(type: "text", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    batch_id = table.Column<long>(type: "bigint", nullable: true),
                    data = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => new { x.account_id, x.sequence });
                });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_batch",
                schema: "generation",
                table: "jobs",
                columns: new[] { "batch_id", "batch_item" },
                unique: true,
                filter: "batch_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued",
                schema: "generation",
                table: "jobs",
                columns: new[] { "account_id", "priority", "next_try_at", "id" },
                filter: "state = 'queued'");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_start_by",
                schema: "generation",
                table: "jobs",
                column: "start_by",
                filter: "state = 'queued' AND start_by IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_jobs_batch",
                schema: "generation",
                table: "jobs",
                sql: "(batch_id IS NULL) = (batch_item IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_ready_batch",
                schema: "generation",
                table: "accounts",
                column: "turn",
                filter: "ready_batch");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_ready_interactive",
                schema: "generation",
                table: "accounts",
                column: "turn",
                filter: "ready_interactive");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_ready_single",
                schema: "generation",
                table: "accounts",
                column: "turn",
                filter: "ready_single");

            migrationBuilder.CreateIndex(
                name: "ix_batches_list",
                schema: "generation",
                table: "batches",
                columns: new[] { "account_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_events_created_at",
                schema: "generation",
                table: "events",
                column: "created_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.AddForeignKey(
                name: "fk_jobs_batches_batch_id",
                schema: "generation",
                table: "jobs",
                column: "batch_id",
                principalSchema: "generation",
                principalTable: "batches",
                principalColumn: "id");

            migrationBuilder.Sql(GenerationSql.Read("log_changes"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER log_insert ON generation.jobs;
                DROP TRIGGER log_update ON generation.jobs;
                DROP FUNCTION generation.jobs_inserted, generation.jobs_updated, generation.log_changes, generation.log_batches, generation.event_type, generation.batch_wire_id;
                DROP TYPE generation.job_change;
                """);

            migrationBuilder.DropForeignKey(
                name: "fk_jobs_batches_batch_id",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropTable(
                name: "accounts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "batches",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "events",
                schema: "generation");

            migrationBuilder.DropIndex(
                name: "ix_jobs_batch",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_queued",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_start_by",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_jobs_batch",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "batch_id",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "batch_item",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "cancel_requested_at",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "from_queue",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "kind",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "priority",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "stage",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "start_by",
                schema: "generation",
                table: "jobs");

            migrationBuilder.RenameIndex(
                name: "ix_jobs_queue_age",
                schema: "generation",
                table: "jobs",
                newName: "ix_jobs_queued");
        }
    }
}
