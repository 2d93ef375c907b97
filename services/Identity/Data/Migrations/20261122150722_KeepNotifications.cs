using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepNotifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "notification_counts",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    unread = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_counts", x => new { x.account_id, x.type });
                    table.CheckConstraint("ck_notification_counts", "unread BETWEEN 0 AND total");
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: true),
                    data = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_read = table.Column<bool>(type: "boolean", nullable: false, computedColumnSql: "read_at IS NOT NULL", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                    table.CheckConstraint("ck_notifications_data", "jsonb_typeof(data) = 'object'");
                    table.CheckConstraint("ck_notifications_text", "CASE WHEN deleted_at IS NULL THEN length(title) BETWEEN 1 AND 200 AND (message IS NULL OR length(message) BETWEEN 1 AND 5000) ELSE title = '' AND message IS NULL AND data = '{}' END");
                    table.CheckConstraint("ck_notifications_type", "type IN ('system', 'task_complete', 'task_failed', 'quota_warning', 'quota_reset', 'announcement', 'feature')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_created_at",
                schema: "identity",
                table: "notifications",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_newest",
                schema: "identity",
                table: "notifications",
                columns: new[] { "account_id", "created_at", "id" },
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_newest_read",
                schema: "identity",
                table: "notifications",
                columns: new[] { "account_id", "is_read", "created_at", "id" },
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_newest_type",
                schema: "identity",
                table: "notifications",
                columns: new[] { "account_id", "type", "created_at", "id" },
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_newest_type_read",
                schema: "identity",
                table: "notifications",
                columns: new[] { "account_id", "type", "is_read", "created_at", "id" },
                filter: "deleted_at IS NULL");

            migrationBuilder.Sql(IdentitySql.Read("count_notifications"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "notification_counts",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "notifications",
                schema: "identity");

            migrationBuilder.Sql("DROP FUNCTION identity.notifications_inserted, identity.notifications_updated, identity.notifications_deleted");
        }
    }
}
