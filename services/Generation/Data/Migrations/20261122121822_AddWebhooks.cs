using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddWebhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    endpoint_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: true),
                    host = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, defaultValue: "pending"),
                    tries = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    give_up_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now() + interval '24 hours'"),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    last_duration_ms = table.Column<int>(type: "integer", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_deliveries", x => x.id);
                    table.CheckConstraint("ck_webhook_deliveries_state", "state IN ('pending', 'delivered', 'failed') AND (state = 'pending' OR lease IS NULL) AND (state = 'delivered') = (delivered_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "webhook_endpoints",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "text", nullable: false),
                    types = table.Column<string[]>(type: "text[]", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    disabled_reason = table.Column<string>(type: "text", nullable: true),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    only_job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_endpoints", x => x.id);
                    table.CheckConstraint("ck_webhook_endpoints_enabled", "is_enabled = (disabled_reason IS NULL)");
                    table.CheckConstraint("ck_webhook_endpoints_previous", "(previous_secret IS NULL) = (previous_until IS NULL)");
                    table.CheckConstraint("ck_webhook_endpoints_source", "source IN ('api', 'lab', 'callback') AND (source <> 'api' OR only_job_id IS NULL)");
                    table.CheckConstraint("ck_webhook_endpoints_url", "length(url) <= 2000 AND cardinality(types) > 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_created_at",
                schema: "generation",
                table: "webhook_deliveries",
                column: "created_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_due",
                schema: "generation",
                table: "webhook_deliveries",
                columns: new[] { "host", "next_try_at" },
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_event",
                schema: "generation",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_list",
                schema: "generation",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_order",
                schema: "generation",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "subject", "event_sequence" },
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_endpoints_account",
                schema: "generation",
                table: "webhook_endpoints",
                column: "account_id",
                filter: "only_job_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_endpoints_job",
                schema: "generation",
                table: "webhook_endpoints",
                column: "only_job_id",
                filter: "only_job_id IS NOT NULL");

            migrationBuilder.Sql(GenerationSql.Read("deliver_events"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER deliver ON generation.events;
                DROP FUNCTION generation.deliver_events, generation.disable_webhook, generation.stop_deliveries, generation.append_event,
                    generation.webhook_host, generation.event_subject;
                """);

            migrationBuilder.DropTable(
                name: "webhook_deliveries",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "webhook_endpoints",
                schema: "generation");
        }
    }
}
