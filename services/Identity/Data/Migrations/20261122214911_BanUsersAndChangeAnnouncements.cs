using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class BanUsersAndChangeAnnouncements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_announcements_due",
                schema: "identity",
                table: "announcements");

            migrationBuilder.DropIndex(
                name: "ix_announcements_list",
                schema: "identity",
                table: "announcements");

            migrationBuilder.CreateSequence(
                name: "ban_versions",
                schema: "identity");

            migrationBuilder.AddColumn<string>(
                name: "broadcast_type",
                schema: "identity",
                table: "announcements",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_active",
                schema: "identity",
                table: "announcements",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "ban_outbox",
                schema: "identity",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_banned = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now() + interval '1 second'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ban_outbox", x => x.account_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_announcements_due",
                schema: "identity",
                table: "announcements",
                column: "starts_at",
                filter: "finished_at IS NULL AND is_active");

            migrationBuilder.CreateIndex(
                name: "ix_announcements_list",
                schema: "identity",
                table: "announcements",
                columns: new[] { "created_at", "id" },
                filter: "broadcast_type IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ban_outbox_due",
                schema: "identity",
                table: "ban_outbox",
                column: "next_try_at");

            // Whoever was banned by hand: Keys is to know of them as well.
            migrationBuilder.Sql("INSERT INTO identity.ban_outbox (account_id, is_banned, version) SELECT id, true, nextval('identity.ban_versions') FROM identity.users WHERE banned_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ban_outbox",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "ix_announcements_due",
                schema: "identity",
                table: "announcements");

            migrationBuilder.DropIndex(
                name: "ix_announcements_list",
                schema: "identity",
                table: "announcements");

            migrationBuilder.DropColumn(
                name: "broadcast_type",
                schema: "identity",
                table: "announcements");

            migrationBuilder.DropColumn(
                name: "is_active",
                schema: "identity",
                table: "announcements");

            migrationBuilder.DropSequence(
                name: "ban_versions",
                schema: "identity");

            migrationBuilder.CreateIndex(
                name: "ix_announcements_due",
                schema: "identity",
                table: "announcements",
                column: "starts_at",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_announcements_list",
                schema: "identity",
                table: "announcements",
                columns: new[] { "created_at", "id" });
        }
    }
}
