using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddFavorites : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "favorite_counts",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    favorites = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_favorite_counts", x => x.account_id);
                    table.CheckConstraint("ck_favorite_counts_favorites", "favorites >= 0");
                });

            migrationBuilder.CreateTable(
                name: "favorite_folders",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    favorites = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_favorite_folders", x => x.id);
                    table.CheckConstraint("ck_favorite_folders_favorites", "favorites >= 0");
                });

            migrationBuilder.CreateTable(
                name: "favorites",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image_id = table.Column<Guid>(type: "uuid", nullable: false),
                    folder_id = table.Column<Guid>(type: "uuid", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_favorites", x => x.id);
                    table.ForeignKey(
                        name: "fk_favorites_favorite_folders_folder_id",
                        column: x => x.folder_id,
                        principalSchema: "generation",
                        principalTable: "favorite_folders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateIndex(
                name: "ix_favorite_folders_name",
                schema: "generation",
                table: "favorite_folders",
                columns: new[] { "account_id", "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_favorites_folder",
                schema: "generation",
                table: "favorites",
                columns: new[] { "folder_id", "created_at", "id" },
                filter: "folder_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_favorites_image",
                schema: "generation",
                table: "favorites",
                columns: new[] { "account_id", "image_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_favorites_newest",
                schema: "generation",
                table: "favorites",
                columns: new[] { "account_id", "created_at", "id" });

            migrationBuilder.Sql(GenerationSql.Read("count_favorites"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER forget_favorites ON generation.images;");

            migrationBuilder.DropTable(
                name: "favorite_counts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "favorites",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "favorite_folders",
                schema: "generation");

            migrationBuilder.Sql("""
                DROP FUNCTION generation.forget_favorites;
                DROP FUNCTION generation.favorites_changed;
                DROP FUNCTION generation.favorites_gone;
                """);
        }
    }
}
