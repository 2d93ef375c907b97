using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deleted_at",
                schema: "generation",
                table: "images",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "deleted_key",
                schema: "generation",
                table: "images",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "image_id",
                schema: "generation",
                table: "images",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<string>(
                name: "mode",
                schema: "generation",
                table: "images",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "name",
                schema: "generation",
                table: "images",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "prompt",
                schema: "generation",
                table: "images",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "took_ms",
                schema: "generation",
                table: "images",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "history_counts",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    images = table.Column<long>(type: "bigint", nullable: false),
                    took_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_history_counts", x => new { x.account_id, x.mode });
                    table.CheckConstraint("ck_history_counts", "images >= 0 AND took_ms >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_images_deleted",
                schema: "generation",
                table: "images",
                column: "deleted_at",
                filter: "deleted_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_images_history",
                schema: "generation",
                table: "images",
                columns: new[] { "account_id", "created_at", "image_id" },
                filter: "deleted_at IS NULL AND duration_ms IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_images_history_mode",
                schema: "generation",
                table: "images",
                columns: new[] { "account_id", "mode", "created_at", "image_id" },
                filter: "deleted_at IS NULL AND duration_ms IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_images_image_id",
                schema: "generation",
                table: "images",
                column: "image_id",
                unique: true);

            migrationBuilder.Sql(GenerationSql.Read("fill_history"));
            migrationBuilder.Sql(GenerationSql.Read("search_history"));
            migrationBuilder.Sql(GenerationSql.Read("count_history"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER count_inserts ON generation.images;
                DROP TRIGGER count_updates ON generation.images;
                DROP FUNCTION generation.history_grew;
                DROP FUNCTION generation.history_shrank;
                DROP INDEX generation.ix_images_file_name;
                DROP INDEX generation.ix_images_prompt;
                """);

            migrationBuilder.DropTable(
                name: "history_counts",
                schema: "generation");

            migrationBuilder.DropIndex(
                name: "ix_images_deleted",
                schema: "generation",
                table: "images");

            migrationBuilder.DropIndex(
                name: "ix_images_history",
                schema: "generation",
                table: "images");

            migrationBuilder.DropIndex(
                name: "ix_images_history_mode",
                schema: "generation",
                table: "images");

            migrationBuilder.DropIndex(
                name: "ix_images_image_id",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "deleted_key",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "image_id",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "mode",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "name",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "prompt",
                schema: "generation",
                table: "images");

            migrationBuilder.DropColumn(
                name: "took_ms",
                schema: "generation",
                table: "images");
        }
    }
}
