using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSettingsAndNotifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_settings",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    preferences = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    providers = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_settings", x => x.account_id);
                });

            migrationBuilder.CreateTable(
                name: "notification_outbox",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_type = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: true),
                    why = table.Column<string>(type: "text", nullable: true),
                    batch_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    parked_because = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_outbox", x => x.id);
                    table.CheckConstraint("ck_notification_outbox_event_type", "event_type IN ('batch.completed', 'batch.failed', 'video.completed', 'video.failed', 'webhook.disabled')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_endpoints_lab",
                schema: "generation",
                table: "webhook_endpoints",
                column: "account_id",
                unique: true,
                filter: "source = 'lab' AND only_job_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notification_outbox_next_try_at",
                schema: "generation",
                table: "notification_outbox",
                column: "next_try_at",
                filter: "parked_because IS NULL");

            migrationBuilder.Sql(GenerationSql.Read("notify_accounts"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER notify ON generation.events;
                DROP FUNCTION generation.notify_accounts;
                """);

            migrationBuilder.DropTable(
                name: "account_settings",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "notification_outbox",
                schema: "generation");

            migrationBuilder.DropIndex(
                name: "ix_webhook_endpoints_lab",
                schema: "generation",
                table: "webhook_endpoints");
        }
    }
}
