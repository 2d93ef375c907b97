using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddProjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "project_counts",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    projects = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_counts", x => x.account_id);
                    table.CheckConstraint("ck_project_counts_projects", "projects BETWEEN 0 AND 1000");
                });

            migrationBuilder.CreateTable(
                name: "projects",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    default_aspect_ratio = table.Column<string>(type: "text", nullable: true),
                    default_resolution = table.Column<string>(type: "text", nullable: true),
                    default_provider = table.Column<string>(type: "text", nullable: true),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    cover_url = table.Column<string>(type: "text", nullable: true),
                    images = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects", x => x.id);
                    table.CheckConstraint("ck_projects_images", "images BETWEEN 0 AND 10000");
                    table.CheckConstraint("ck_projects_owner", "account_id <> '00000000-0000-0000-0000-000000000000'");
                });

            migrationBuilder.CreateTable(
                name: "project_images",
                schema: "generation",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image_id = table.Column<Guid>(type: "uuid", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    sort_order = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_images", x => new { x.project_id, x.image_id });
                    table.ForeignKey(
                        name: "fk_project_images_projects_project_id",
                        column: x => x.project_id,
                        principalSchema: "generation",
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_project_images_image",
                schema: "generation",
                table: "project_images",
                column: "image_id");

            migrationBuilder.CreateIndex(
                name: "ix_project_images_order",
                schema: "generation",
                table: "project_images",
                columns: new[] { "project_id", "sort_order", "added_at", "image_id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_projects_updated",
                schema: "generation",
                table: "projects",
                columns: new[] { "account_id", "updated_at", "id" });

            migrationBuilder.Sql(GenerationSql.Read("count_projects"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER leave_projects ON generation.images;");

            migrationBuilder.DropTable(
                name: "project_counts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "project_images",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "projects",
                schema: "generation");

            migrationBuilder.Sql("""
                DROP FUNCTION generation.leave_projects;
                DROP FUNCTION generation.project_images_added;
                DROP FUNCTION generation.project_images_removed;
                DROP FUNCTION generation.project_made;
                DROP FUNCTION generation.project_gone;
                """);
        }
    }
}
