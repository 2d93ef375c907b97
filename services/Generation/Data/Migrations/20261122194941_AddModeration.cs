using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddModeration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit",
                schema: "generation",
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
                name: "moderation_counts",
                schema: "generation",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    check_name = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    blocked = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_moderation_counts", x => new { x.day, x.check_name, x.category });
                    table.CheckConstraint("ck_moderation_counts_blocked", "blocked > 0");
                });

            migrationBuilder.CreateTable(
                name: "moderation_log",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    family = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    check_name = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    excerpt = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_moderation_log", x => x.id);
                    table.CheckConstraint("ck_moderation_log_check", "check_name IN ('keyword', 'ai')");
                    table.CheckConstraint("ck_moderation_log_excerpt", "char_length(excerpt) <= 200");
                    table.CheckConstraint("ck_moderation_log_level", "level IN ('strict', 'moderate', 'relaxed', 'none')");
                });

            migrationBuilder.CreateTable(
                name: "moderation_rules",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    keywords = table.Column<string[]>(type: "text[]", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_moderation_rules", x => x.id);
                    table.CheckConstraint("ck_moderation_rules_single", "id = 1");
                });

            migrationBuilder.CreateIndex(
                name: "ix_moderation_log_account",
                schema: "generation",
                table: "moderation_log",
                columns: new[] { "account_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_moderation_log_at",
                schema: "generation",
                table: "moderation_log",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "moderation_counts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "moderation_log",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "moderation_rules",
                schema: "generation");
        }
    }
}
