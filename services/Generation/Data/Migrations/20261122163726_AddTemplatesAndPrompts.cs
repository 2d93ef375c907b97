using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddTemplatesAndPrompts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "prompt_favorites",
                schema: "generation",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    prompt_id = table.Column<string>(type: "text", nullable: false),
                    is_favorite = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prompt_favorites", x => new { x.owner, x.prompt_id });
                });

            migrationBuilder.CreateTable(
                name: "prompts",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    style = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    is_favorite = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prompts", x => x.id);
                    table.CheckConstraint("ck_prompts_owner", "owner <> '00000000-0000-0000-0000-000000000000'");
                });

            migrationBuilder.CreateTable(
                name: "template_counts",
                schema: "generation",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_template_counts", x => new { x.owner, x.category });
                });

            migrationBuilder.CreateTable(
                name: "templates",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    prompt_template = table.Column<string>(type: "text", nullable: false),
                    variables = table.Column<string>(type: "jsonb", nullable: false),
                    default_settings = table.Column<string>(type: "jsonb", nullable: false),
                    category = table.Column<string>(type: "text", nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    use_count = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_templates", x => x.id);
                    table.CheckConstraint("ck_templates_category", "category <> ''");
                    table.CheckConstraint("ck_templates_owner", "account_id <> '00000000-0000-0000-0000-000000000000'");
                    table.CheckConstraint("ck_templates_use_count", "use_count >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_prompt_favorites_expires_at",
                schema: "generation",
                table: "prompt_favorites",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_prompts_expires_at",
                schema: "generation",
                table: "prompts",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_prompts_favorites",
                schema: "generation",
                table: "prompts",
                columns: new[] { "owner", "language", "created_at", "id" },
                filter: "is_favorite");

            migrationBuilder.CreateIndex(
                name: "ix_prompts_newest",
                schema: "generation",
                table: "prompts",
                columns: new[] { "owner", "language", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_template_counts_fullest",
                schema: "generation",
                table: "template_counts",
                columns: new[] { "owner", "total" },
                filter: "category <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_templates_most_used",
                schema: "generation",
                table: "templates",
                columns: new[] { "use_count", "created_at", "id" },
                filter: "is_public");

            migrationBuilder.CreateIndex(
                name: "ix_templates_most_used_category",
                schema: "generation",
                table: "templates",
                columns: new[] { "category", "use_count", "created_at", "id" },
                filter: "is_public");

            migrationBuilder.CreateIndex(
                name: "ix_templates_newest",
                schema: "generation",
                table: "templates",
                columns: new[] { "created_at", "id" },
                filter: "is_public");

            migrationBuilder.CreateIndex(
                name: "ix_templates_newest_category",
                schema: "generation",
                table: "templates",
                columns: new[] { "category", "created_at", "id" },
                filter: "is_public");

            migrationBuilder.CreateIndex(
                name: "ix_templates_own",
                schema: "generation",
                table: "templates",
                columns: new[] { "account_id", "created_at", "id" },
                filter: "NOT is_public");

            migrationBuilder.CreateIndex(
                name: "ix_templates_own_category",
                schema: "generation",
                table: "templates",
                columns: new[] { "account_id", "category", "created_at", "id" },
                filter: "NOT is_public");

            migrationBuilder.Sql(GenerationSql.Read("count_templates"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER count_insert ON generation.templates;
                DROP TRIGGER count_update ON generation.templates;
                DROP TRIGGER count_delete ON generation.templates;
                DROP FUNCTION generation.templates_inserted;
                DROP FUNCTION generation.template_updated;
                DROP FUNCTION generation.templates_deleted;
                DROP FUNCTION generation.template_owner;
                DROP FUNCTION generation.count_templates;
                """);

            migrationBuilder.DropTable(
                name: "prompt_favorites",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "prompts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "template_counts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "templates",
                schema: "generation");
        }
    }
}
