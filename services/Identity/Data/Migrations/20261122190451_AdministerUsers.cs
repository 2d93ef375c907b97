using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NanoBanana.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class AdministerUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ban_reason",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "banned_at",
                schema: "identity",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_login_at",
                schema: "identity",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "tier",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "free");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                computedColumnSql: "lower(coalesce(email, '') || E'\\x1f' || coalesce(provider_login, '') || E'\\x1f' || coalesce(name, ''))",
                stored: true);

            migrationBuilder.CreateTable(
                name: "announcements",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    target_tiers = table.Column<string[]>(type: "text[]", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    told_up_to = table.Column<Guid>(type: "uuid", nullable: false, defaultValue: new Guid("00000000-0000-0000-0000-000000000000")),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_announcements", x => x.id);
                    table.CheckConstraint("ck_announcements_text", "length(title) BETWEEN 1 AND 200 AND length(content) BETWEEN 1 AND 5000");
                    table.CheckConstraint("ck_announcements_times", "ends_at > starts_at");
                    table.CheckConstraint("ck_announcements_type", "type IN ('info', 'warning', 'critical')");
                });

            migrationBuilder.CreateTable(
                name: "audit",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    action = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "jsonb", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                    table.CheckConstraint("ck_audit_outcome", "outcome IN ('asked', 'done', 'failed')");
                });

            migrationBuilder.CreateTable(
                name: "user_counts",
                schema: "identity",
                columns: table => new
                {
                    tier = table.Column<string>(type: "text", nullable: false),
                    users = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_counts", x => x.tier);
                    table.CheckConstraint("ck_user_counts", "users >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_list",
                schema: "identity",
                table: "users",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_users_tier",
                schema: "identity",
                table: "users",
                columns: new[] { "tier", "created_at", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_users_ban_has_a_time",
                schema: "identity",
                table: "users",
                sql: "ban_reason IS NULL OR banned_at IS NOT NULL");

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

            migrationBuilder.Sql(IdentitySql.Read("count_users"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP INDEX identity.ix_users_search;
                DROP TRIGGER count_inserts ON identity.users;
                DROP TRIGGER count_deletes ON identity.users;
                DROP TRIGGER count_moves ON identity.users;
                DROP FUNCTION identity.users_changed();
                """);

            migrationBuilder.DropTable(
                name: "announcements",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "audit",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "user_counts",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "ix_users_list",
                schema: "identity",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_tier",
                schema: "identity",
                table: "users");

            migrationBuilder.DropCheckConstraint(
                name: "ck_users_ban_has_a_time",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "search_text",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "ban_reason",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "banned_at",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "last_login_at",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "tier",
                schema: "identity",
                table: "users");
        }
    }
}
